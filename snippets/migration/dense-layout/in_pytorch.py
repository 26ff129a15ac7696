"""What a dense layer stores, and how it starts."""

import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

torch.manual_seed(0)
layer = nn.Linear(300, 100)
weight_shape = list(layer.weight.shape)
largest_weight = layer.weight.abs().max().item()
kaiming_bound = (1 / 300) ** 0.5  # uniform between plus and minus 1/sqrt(inputs)
glorot_bound = (6 / (300 + 100)) ** 0.5
share_of_bound = largest_weight / kaiming_bound
bias_is_zero = bool((layer.bias == 0).all())

print("stored as", weight_shape, "| largest weight", round(largest_weight, 4))
print("bound 1/sqrt(300) =", round(kaiming_bound, 4), "| bias all zero:", bias_is_zero)
