"""See what is recorded for gradients, and what a backward pass leaves behind."""

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x, y, start = rng.standard_normal((3, 4, 4), dtype=np.float32)
x, y = torch.tensor(x), torch.tensor(y)


def train(steps, apply):
    weights = torch.tensor(start.copy(), requires_grad=True)
    optimizer, losses = torch.optim.SGD([weights], lr=0.1), []
    for _ in range(steps):
        loss = ((x @ weights - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        if apply:
            optimizer.step()
        losses.append(loss.item())
    return losses, weights.detach()


losses_without_update, weights_without_update = train(5, apply=False)
losses_with_update, weights_with_update = train(5, apply=True)

three = torch.arange(1.0, 4.0, requires_grad=True)
total = (three * 2).sum()
total.backward()
gradient_of_three = three.grad.clone()
try:
    total.backward()
    second_use = "no error"
except RuntimeError as error:
    second_use = type(error).__name__

weights = torch.tensor(start, requires_grad=True)
kept = []


def keep(tensor):
    kept.append(tensor)
    return tensor


with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
    result = torch.relu((x @ weights + 1) * 2).sum()
kept_tensors = len(kept)
nodes, node = [], result.grad_fn
while node is not None:
    nodes.append(node.name().split("::")[-1])
    following = [following for following, _ in node.next_functions if following is not None]
    node = following[0] if following else None

print("losses without an update:", losses_without_update)
print("losses with one:", losses_with_update)
print("gradient of the doubled sum:", gradient_of_three.tolist(), "| backward again:", second_use)
print("recorded for the way back:", nodes, "| tensors kept:", kept_tensors)
