"""Cross-entropy of raw scores."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
scores = rng.normal(size=(6, 4)).astype("float32")
labels = np.array([0, 1, 2, 3, 0, 1])

logits, targets = torch.as_tensor(scores), torch.as_tensor(labels)
correct = nn.CrossEntropyLoss()(logits, targets)
by_default = nn.CrossEntropyLoss()(logits, targets)
softmax_first = nn.CrossEntropyLoss()(logits.softmax(dim=1), targets)

print("from raw scores:", correct.item())
print("after a softmax too many:", softmax_first.item())
