"""Prune half of a layer's weights with torch.nn.utils.prune."""

import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
inputs = torch.as_tensor(rng.normal(size=(2, 16)).astype("float32"))
kernel = rng.normal(size=(16, 8)).astype("float32")

layer = nn.Linear(16, 8)
with torch.no_grad():
    layer.weight.copy_(torch.as_tensor(kernel.T))
    layer.bias.zero_()
dense_output = layer(inputs)
bytes_before = layer.weight.numel() * layer.weight.element_size()

prune.l1_unstructured(layer, "weight", amount=0.5)
keeps_original = "weight_orig" in dict(layer.named_parameters())
prune.remove(layer, "weight")
pruned_output = layer(inputs)
share_of_zeros = float((layer.weight == 0).float().mean())
bytes_saved = bytes_before - layer.weight.numel() * layer.weight.element_size()
has_pruning_of_its_own = hasattr(torch.nn.utils, "prune")

print("share of zeros:", share_of_zeros, "| bytes saved in the tensor:", bytes_saved)
print("pruned output:", pruned_output[0, :3], "| before:", dense_output[0, :3])
