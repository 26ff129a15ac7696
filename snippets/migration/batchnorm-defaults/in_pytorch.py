"""One training step of batch normalisation with the defaults, and with Keras's."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = (2 + 3 * rng.normal(size=(16, 3))).astype("float32")

layer = nn.BatchNorm1d(3)
momentum, epsilon = layer.momentum, layer.eps
output = layer(torch.as_tensor(x))
running_mean, running_var = layer.running_mean, layer.running_var

like_keras = nn.BatchNorm1d(3, momentum=0.01, eps=1e-3)
matched_output = like_keras(torch.as_tensor(x))
matched_mean = like_keras.running_mean
batch_share_of_var = (layer.running_var - 0.9) / 0.1  # what was mixed in, after 0.9 of the old 1.0
biased_var = torch.as_tensor(x.var(axis=0))
unbiased_var = torch.as_tensor(x.var(axis=0, ddof=1))

print("momentum", momentum, "epsilon", epsilon)
print("running mean after one step:", running_mean)
print(
    "variance mixed in:", batch_share_of_var, "| unbiased:", unbiased_var, "| biased:", biased_var
)
