"""Stop when the validation loss has not improved for three epochs, in a loop of one's own."""

import copy

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = rng.normal(size=(40, 6)).astype("float32")
y = rng.normal(size=(40, 1)).astype("float32")
k1, k2 = rng.normal(size=(6, 16)).astype("float32"), rng.normal(size=(16, 1)).astype("float32")
inputs, targets = torch.as_tensor(x), torch.as_tensor(y)

model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 1))
with torch.no_grad():
    for layer, kernel in ((model[0], k1), (model[2], k2)):
        layer.weight.copy_(torch.as_tensor(kernel.T))
        layer.bias.zero_()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
mse = nn.functional.mse_loss

validation_losses, best, waited = [], float("inf"), 0
for epoch in range(100):
    for start in range(0, 24, 8):
        rows = slice(start, start + 8)
        optimizer.zero_grad()
        mse(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()
    with torch.no_grad():
        validation_losses.append(mse(model(inputs[24:]), targets[24:]).item())
    if validation_losses[-1] < best:
        best, waited, best_state = validation_losses[-1], 0, copy.deepcopy(model.state_dict())
    else:
        waited += 1
    if waited == 3:
        break
epochs_run, best_epoch = len(validation_losses), int(np.argmin(validation_losses))
last_output = model(inputs[:3])
model.load_state_dict(best_state)
best_output = model(inputs[:3])

print("ran", epochs_run, "epochs, the best was number", best_epoch, "counted from 0")
print("last output:", last_output.flatten(), "best output:", best_output.flatten())
