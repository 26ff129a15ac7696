"""Gradient descent with momentum, at a constant rate and at a rate that is cut on the way."""

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
start = rng.normal(size=(5,)).astype("float32")
scale = np.array([1.0, 2.0, 3.0, 4.0, 5.0], "float32")


def train(rates):
    weight = torch.as_tensor(start.copy()).requires_grad_()
    optimizer = torch.optim.SGD([weight], lr=rates[0], momentum=0.9)
    for rate in rates:
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        (torch.as_tensor(scale) * weight**2).sum().backward()
        optimizer.step()
    return weight.detach()


def by_hand(rates, rate_in_momentum):
    weight, momentum = start.copy(), np.zeros(5, "float32")
    for rate in rates:
        gradient = 2 * scale * weight
        momentum = 0.9 * momentum + (rate * gradient if rate_in_momentum else gradient)
        weight = weight - (momentum if rate_in_momentum else rate * momentum)
    return weight


constant, cut = [0.02] * 6, [0.02] * 3 + [0.002] * 3
at_constant_rate, at_cut_rate = train(constant), train(cut)
rate_outside, rate_inside = by_hand(cut, False), by_hand(cut, True)

print("at a constant rate:", at_constant_rate)
print("at a rate cut to a tenth:", at_cut_rate)
