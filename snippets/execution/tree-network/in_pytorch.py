"""A network whose shape follows the data: one cell folds each tree, then repeats until it settles."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
leaves = rng.normal(size=(4, 3)).astype("float32")
kernel = (0.5 * rng.normal(size=(6, 3))).astype("float32")
trees = [0, (0, 1), ((0, 1), (2, 3)), (((0, 1), 2), 3)]  # numbers are leaves


class TreeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.Linear(6, 3)
        with torch.no_grad():
            self.cell.weight.copy_(torch.as_tensor(kernel.T))
            self.cell.bias.zero_()

    def fold(self, tree):
        if isinstance(tree, int):
            return torch.as_tensor(leaves[tree])
        return torch.tanh(self.cell(torch.cat([self.fold(part) for part in tree])))

    def forward(self, tree):
        state, repeats = self.fold(tree), 0
        while state.norm() > 0.1:
            state = torch.tanh(self.cell(torch.cat([state, 0.5 * state])))
            repeats += 1
        return state, repeats


model = TreeNet()
results = [model(tree) for tree in trees]
outputs = torch.stack([state for state, _ in results])
repeats = [count for _, count in results]
loss = (outputs**2).sum()
loss.backward()
gradient = model.cell.weight.grad.T

print("repeats until the state is small:", repeats)
print("outputs of the first tree:", outputs[0].detach())
