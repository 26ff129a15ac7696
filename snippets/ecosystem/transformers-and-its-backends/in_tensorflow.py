"""Load a TensorFlow class of Hugging Face Transformers, as older examples do."""

import tensorflow as tf

print("TensorFlow", tf.__version__)

from transformers import BertConfig, TFBertForSequenceClassification  # noqa: E402

config = BertConfig(vocab_size=6, hidden_size=16, num_hidden_layers=2, num_attention_heads=2)
model = TFBertForSequenceClassification(config)
print(model(tf.constant([[5, 2, 4]])).logits)
