"""Fit a line with plain gradient descent for 50 steps from the same start."""

import numpy as np
import torch

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 3)).astype("float32")
y = (x @ np.array([1.0, -2.0, 0.5], "float32") + 0.1 * rng.normal(size=64)).astype("float32")
w0 = rng.normal(size=(3,)).astype("float32")

features, targets = torch.from_numpy(x), torch.from_numpy(y)
w = torch.from_numpy(w0.copy()).requires_grad_()
b = torch.zeros((), requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.05)
losses = []
for _ in range(50):
    optimizer.zero_grad()
    loss = torch.mean((features @ w + b - targets) ** 2)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

print("loss at step 1, 10, 50:", losses[0], losses[9], losses[49])
print("weights:", w.detach())
