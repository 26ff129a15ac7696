"""A small network in bfloat16, with the weights kept in float32."""

import warnings

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
x = rng.normal(size=(4, 16)).astype("float32")
kernel = (0.3 * rng.normal(size=(16, 8))).astype("float32")

device = "cuda" if torch.cuda.is_available() else "cpu"
x = torch.from_numpy(x).to(device)
layer = nn.Linear(16, 8).to(device)
with torch.no_grad():
    layer.weight.copy_(torch.from_numpy(kernel.T))
    layer.bias.zero_()
full = layer(x)
with torch.autocast(device, dtype=torch.bfloat16):
    mixed = layer(x)
weights = layer.weight
rounding = (mixed.float() - full).abs().max().item()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    torch.cuda.amp.GradScaler(enabled=False)  # the older name
old_name_issues = [w.category.__name__ for w in caught]

print("outputs:", mixed.dtype, "| weights:", weights.dtype)
print("torch.cuda.amp.GradScaler issues:", old_name_issues)
print("largest difference from float32:", rounding)
