"""Classify a text with Hugging Face Transformers; random weights, so nothing is downloaded."""

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

torch.manual_seed(0)
words = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "good", "bad", "film", "a"])}
splitter = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
splitter.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=splitter, pad_token="[PAD]", unk_token="[UNK]")
config = BertConfig(
    vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2
)
model = BertForSequenceClassification(config).eval()

classify = transformers.pipeline("text-classification", model=model, tokenizer=tokenizer)
answer = classify("a good film")[0]
label, score = answer["label"], answer["score"]
with torch.no_grad():
    logits = model(**tokenizer("a good film", return_tensors="pt")).logits
by_hand = logits.softmax(dim=-1).max().item()
tensorflow_classes = [name for name in dir(transformers) if name.startswith("TF")]
tensorflow_classes_left = len(tensorflow_classes)
is_a_torch_module = isinstance(model, torch.nn.Module)

print("transformers", transformers.__version__, "|", label, round(score, 3))
print("classes for TensorFlow in the package:", tensorflow_classes_left)
