"""Fit a line with plain gradient descent for 50 steps from the same start."""

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 3)).astype("float32")
y = (x @ np.array([1.0, -2.0, 0.5], "float32") + 0.1 * rng.normal(size=64)).astype("float32")
w0 = rng.normal(size=(3,)).astype("float32")

features, targets = torch.as_tensor(x), torch.as_tensor(y)
w = torch.as_tensor(w0.copy()).requires_grad_()
b = torch.zeros((), requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.05)
losses = []
for _ in range(50):
    optimizer.zero_grad()
    loss = torch.mean((features @ w + b - targets) ** 2)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
every_step_lower = bool(np.all(np.diff(losses) < 0))

design = np.column_stack([x, np.ones(64)]).astype("float64")
by_hand = np.append(w0, 0.0).astype("float64")
for _ in range(50):
    by_hand -= 0.05 * 2 / 64 * design.T @ (design @ by_hand - y)
weights_by_hand, bias_by_hand = by_hand[:3], by_hand[3]

print("loss at step 1, 10, 50:", losses[0], losses[9], losses[49])
print("weights:", w.detach(), "| by the formula in float64:", weights_by_hand)
