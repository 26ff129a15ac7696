"""A small convolutional network with given weights: convolution, pooling, dense layer."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
images = rng.normal(size=(2, 8, 8, 3)).astype("float32")
kernel = (0.3 * rng.normal(size=(3, 3, 3, 4))).astype("float32")
dense = (0.3 * rng.normal(size=(36, 5))).astype("float32")

conv, head = nn.Conv2d(3, 4, 3), nn.Linear(36, 5)
with torch.no_grad():
    conv.weight.copy_(torch.as_tensor(kernel).permute(3, 2, 0, 1))  # to out, in, height, width
    head.weight.copy_(torch.as_tensor(dense).T)
    conv.bias.zero_()
    head.bias.zero_()
x = torch.as_tensor(images).permute(0, 3, 1, 2)  # to batch, channels, height, width
features = nn.functional.max_pool2d(torch.relu(conv(x)), 2)
logits = head(features.permute(0, 2, 3, 1).flatten(1))  # flatten with the channels last
careless = head(features.flatten(1))

print("logits of the first image:", logits[0].detach())
print("flattened with the channels first:", careless[0].detach())
