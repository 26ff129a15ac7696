"""Run an LSTM with weights that were made for Keras."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
sequence = rng.normal(size=(2, 5, 3)).astype("float32")  # batch, time, features
kernel = (0.5 * rng.normal(size=(3, 16))).astype("float32")  # features, 4 gates of 4 units
recurrent = (0.5 * rng.normal(size=(4, 16))).astype("float32")
bias = (0.1 * rng.normal(size=(16,))).astype("float32")

lstm = nn.LSTM(3, 4, batch_first=True)
with torch.no_grad():
    lstm.weight_ih_l0.copy_(torch.as_tensor(kernel.T))
    lstm.weight_hh_l0.copy_(torch.as_tensor(recurrent.T))
    lstm.bias_ih_l0.copy_(torch.as_tensor(bias))
    lstm.bias_hh_l0.zero_()  # the second bias, which Keras does not have
outputs, (last, _) = lstm(torch.as_tensor(sequence))
bias_vectors = sum("bias" in name for name, _ in lstm.named_parameters())

print("outputs:", tuple(outputs.shape), "last of the first sequence:", outputs[0, -1].detach())
print("bias vectors in the layer:", bias_vectors)
