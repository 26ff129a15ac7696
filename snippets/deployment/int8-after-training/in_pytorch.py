"""Quantise a trained model to int8 with torchao, and by the older way inside PyTorch."""

import copy
import io
import warnings

import numpy as np
import torch
from torch import nn
from torchao.quantization import Int8DynamicActivationInt8WeightConfig, quantize_

rng = np.random.default_rng(0)
inputs = rng.normal(size=(64, 256)).astype("float32")
kernels = [(rng.normal(size=(256, 256)) / 16).astype("float32") for _ in range(3)]

x = torch.from_numpy(inputs)
torch.set_grad_enabled(False)
linear = [nn.Linear(256, 256) for _ in kernels]
for layer, kernel in zip(linear, kernels):
    layer.weight.copy_(torch.from_numpy(kernel.T))
    layer.bias.zero_()
model = nn.Sequential(linear[0], nn.ReLU(), linear[1], nn.ReLU(), linear[2]).eval()


def size(model):
    stream = io.BytesIO()
    torch.save(model.state_dict(), stream)
    return stream.tell()


small = copy.deepcopy(model)
quantize_(small, Int8DynamicActivationInt8WeightConfig())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    older = torch.ao.quantization.quantize_dynamic(model, {nn.Linear}, dtype=torch.qint8)
older_way_says = sorted({str(w.message).splitlines()[0] for w in caught})

float_output, int8_output, older_output = model(x), small(x), older(x)
times_smaller, older_times_smaller = size(model) / size(small), size(model) / size(older)
largest_difference = (int8_output - float_output).abs().max()
older_largest_difference = (older_output - float_output).abs().max()
int8_matrices = sum(layer.weight.qdata.dtype == torch.int8 for layer in small[::2])

print(f"torchao: {times_smaller:.2f} times smaller, largest difference {largest_difference:.3f}")
print(f"older way: {older_times_smaller:.2f} times, {older_largest_difference:.3f}")
print("int8 matrices in the model:", int8_matrices)
print("spread of the float outputs:", float_output.std().item())
print("the older way says:", older_way_says)
