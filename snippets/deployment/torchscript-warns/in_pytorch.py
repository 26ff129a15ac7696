"""Does TorchScript still work, and what does it say?"""

import warnings

import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 2), nn.ReLU())
inputs = torch.ones(1, 3)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    scripted = torch.jit.script(model)
script_says = sorted(
    {f"{w.category.__name__}: {w.message}" for w in caught if "jit" in str(w.message)}
)
script_output, eager_output = scripted(inputs), model(inputs)

exported = torch.export.export(model, (inputs,))
export_output = exported.module()(inputs)

print("torch.jit.script runs and says:", script_says)
print("torch.export gives the same output:", torch.equal(export_output, eager_output))
