"""Build a TensorFlow model of Hugging Face Transformers, as examples of version 4 do."""

import tensorflow as tf
import transformers

print("TensorFlow", tf.__version__, "| transformers", transformers.__version__)

config = transformers.BertConfig(
    vocab_size=6, hidden_size=16, num_hidden_layers=2, num_attention_heads=2
)
model = transformers.TFBertForSequenceClassification(config)
print(model(tf.constant([[5, 2, 4]])).logits)
