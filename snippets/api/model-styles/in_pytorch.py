"""Build the same networks as a stack of layers and as a class."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = torch.as_tensor(rng.normal(size=(5, 32)).astype("float32"))
other = torch.as_tensor(rng.normal(size=(5, 32)).astype("float32"))
k1, k2 = (rng.normal(size=s).astype("float32") for s in ((32, 64), (64, 10)))


def filled(model):
    with torch.no_grad():
        for parameter, kernel in zip(model.parameters(), (k1.T, 0, k2.T, 0), strict=True):
            parameter.copy_(torch.as_tensor(kernel))
    return model


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(32, 64), nn.Linear(64, 10)

    def forward(self, inputs):
        return self.out(self.hidden(inputs).relu()).softmax(dim=1)


class TwoInputs(Network):
    def forward(self, left, right):  # one layer serves both inputs
        return self.out((self.hidden(left) + self.hidden(right)).relu()).softmax(dim=1)


stack = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10), nn.Softmax(dim=1))
stacked = filled(stack)(x)
by_class = filled(Network())(x)
two_inputs = filled(TwoInputs())(x, other)
parameters = sum(p.numel() for p in stack.parameters())
one_unit = sum(p.numel() for p in nn.Linear(10, 1).parameters())

in_nn = [kind for kind in vars(nn).values() if isinstance(kind, type)]
nn_has_losses = nn.CrossEntropyLoss in in_nn
nn_has_optimizers = any(issubclass(kind, torch.optim.Optimizer) for kind in in_nn)
share_a_base = isinstance(stack, nn.Module) and isinstance(stack[0], nn.Module)

print("parameters:", parameters, "and of one unit with ten inputs:", one_unit)
print("torch.nn holds losses:", nn_has_losses, "| optimisers:", nn_has_optimizers)
