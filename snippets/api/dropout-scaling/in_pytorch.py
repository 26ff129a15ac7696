"""Dropout in training and at inference."""

import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

torch.manual_seed(0)
layer = nn.Dropout(p=0.25)
ones = torch.ones(10_000)

layer.train()
trained = layer(ones)
kept_value = trained.max().item()
kept_share = (trained != 0).float().mean().item()
layer.eval()
at_inference = layer(ones)[:5]
fresh_layer_drops = nn.Dropout(p=0.25).training

print("kept values become", kept_value, "and", kept_share, "of them are kept")
print("in eval mode:", at_inference, "| a fresh layer is in training mode:", fresh_layer_drops)
