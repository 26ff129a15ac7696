"""Change a network between training steps, and let a loop depend on a value, eagerly and captured."""

import numpy as np
import torch

rng = np.random.default_rng(0)
x, y, first, added = rng.standard_normal((4, 4, 4), dtype=np.float32) * 0.5
device = "cuda" if torch.cuda.is_available() else "cpu"
x, y = torch.tensor(x, device=device), torch.tensor(y, device=device)
layers = [torch.tensor(first, device=device, requires_grad=True)]


def forward(x):
    for weights in layers:
        x = torch.tanh(x @ weights)
    return x


def train_step():
    loss = ((forward(x) - y) ** 2).mean()
    gradients = torch.autograd.grad(loss, layers)
    with torch.no_grad():
        for weights, gradient in zip(layers, gradients):
            weights -= 0.5 * gradient
    return loss.item()


def double_until_eight(z):
    while z < 8:
        z = z * 2
    return z


captured = torch.compile(forward, backend="eager")
losses = [train_step() for _ in range(3)]
captured_before = captured(x).detach()
layers.append(torch.tensor(added, device=device, requires_grad=True))
captured_after, eager_after = captured(x).detach(), forward(x).detach()
losses += [train_step() for _ in range(3)]
added_before, added_after = added, layers[1].detach()

slopes, recorded = [], []
for start in (3.0, 0.5):
    z = torch.tensor(start, device=device, requires_grad=True)
    result = double_until_eight(z)
    slopes.append(torch.autograd.grad(result, z, retain_graph=True)[0].item())
    node, count = result.grad_fn, 0
    while node.next_functions:
        node, count = node.next_functions[0][0], count + 1
    recorded.append(count)

print("losses, with a layer more after the third:", [round(loss, 4) for loss in losses])
print("the captured function sees the new layer:", torch.allclose(captured_after, eager_after))
print("slopes of the loop:", slopes, "| multiplications recorded:", recorded)
