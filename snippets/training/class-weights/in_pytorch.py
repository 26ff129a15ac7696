"""Weigh the classes of a cross-entropy, divided by the weights' sum and by the batch size."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = rng.normal(size=(24, 4)).astype("float32")
y = rng.choice(3, size=24, p=[0.7, 0.2, 0.1])
kernel = rng.normal(size=(4, 3)).astype("float32")
class_weights = [0.5, 1.5, 4.0]

features, targets = torch.as_tensor(x), torch.as_tensor(y)
weights = torch.tensor(class_weights)


def train(loss_of):
    model = nn.Linear(4, 3, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.as_tensor(kernel.T))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = loss_of(model(features))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, model.weight.detach().t()


def over_batch_size(logits):
    return nn.CrossEntropyLoss(weight=weights, reduction="sum")(logits, targets) / len(targets)


by_sum_losses, by_sum_kernel = train(lambda z: nn.CrossEntropyLoss(weight=weights)(z, targets))
by_size_losses, by_size_kernel = train(over_batch_size)
default_kernel = by_sum_kernel
first_loss_by_size = by_size_losses[0]
first_loss_by_sum_scaled = by_sum_losses[0] * weights[targets].mean()

print("CrossEntropyLoss with weight:", by_sum_losses)
print("the sum over the batch size:", by_size_losses)
