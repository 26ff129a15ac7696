"""Pretrain without labels, freeze, train a new head, and go on from a checkpoint."""

import copy
import io

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = torch.as_tensor(rng.normal(size=(40, 6)).astype("float32"))
y = torch.as_tensor(rng.normal(size=(40, 1)).astype("float32"))
kernels = [rng.normal(scale=0.4, size=s).astype("float32") for s in ((6, 4), (4, 6), (4, 1))]


def linear(kernel):
    layer = torch.nn.Linear(*kernel.shape)
    layer.load_state_dict({"weight": torch.as_tensor(kernel.T), "bias": layer.bias * 0})
    return layer


def train(model, targets, steps, state=None):
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), []
    optimizer.load_state_dict(state or optimizer.state_dict())
    for _ in range(steps):
        optimizer.zero_grad()
        losses.append(torch.nn.functional.mse_loss(model(x), targets))
        losses[-1].backward()
        optimizer.step()
    return [loss.item() for loss in losses], optimizer.state_dict()


encoder = torch.nn.Sequential(linear(kernels[0]), torch.nn.Tanh())
losses_without_labels, _ = train(torch.nn.Sequential(encoder, linear(kernels[1])), x, 20)
encoder.requires_grad_(False)
frozen_before = encoder[0].weight.T.clone()

model = torch.nn.Sequential(encoder, linear(kernels[2]))
half_way, resumed, forgetful = (copy.deepcopy(model) for _ in range(3))
train(model, y, 10)
predictions, frozen_after = model(x), encoder[0].weight.T
_, state = train(half_way, y, 5)
file = io.BytesIO()
torch.save([half_way.state_dict(), state], file)
for network, with_state in ((resumed, True), (forgetful, False)):
    file.seek(0)
    weights, state = torch.load(file)
    network.load_state_dict(weights)
    train(network, y, 5, state if with_state else None)
resumed_predictions, forgetful_predictions = resumed(x), forgetful(x)
print("largest gap after resuming:", (resumed_predictions - predictions).abs().max().item())
