"""Train a small network with a hand-written loop."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = rng.normal(size=(40, 4)).astype("float32")
y = rng.normal(size=(40, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")

model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
with torch.no_grad():
    for layer, kernel in ((model[0], k1), (model[2], k2)):
        layer.weight.copy_(torch.as_tensor(kernel.T))
        layer.bias.zero_()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in range(3):
    for start in range(0, 40, 10):
        features = torch.as_tensor(x[start : start + 10])
        targets = torch.as_tensor(y[start : start + 10])
        optimizer.zero_grad()
        nn.functional.mse_loss(model(features), targets).backward()
        optimizer.step()
loop_output = model(torch.as_tensor(x[:5]))
module_has_fit = hasattr(nn.Module, "fit")

print("outputs after three epochs:", loop_output.detach().flatten())
print("nn.Module has a fit method:", module_has_fit)
