"""Accumulate gradients over four small batches in .grad, against one batch of their size."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = rng.normal(size=(48, 4)).astype("float32")
y = rng.normal(size=(48, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def train(batch_size, accumulate=1, share=1.0, decay=1.0):
    model = nn.Linear(4, 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.as_tensor(kernel.T))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=decay)
    updates = 0
    for number, start in enumerate(range(0, 48, batch_size), start=1):
        features = torch.as_tensor(x[start : start + batch_size])
        targets = torch.as_tensor(y[start : start + batch_size])
        (share * nn.functional.mse_loss(model(features), targets)).backward()
        if number % accumulate == 0:
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            updates += 1
    return model.weight.detach().flatten(), updates


large_batches, _ = train(batch_size=16)
accumulated, updates = train(batch_size=4, accumulate=4, share=1 / 4)
summed, _ = train(batch_size=4, accumulate=4)
decayed_large_batches, _ = train(batch_size=16, decay=0.5)
decayed_accumulated, _ = train(batch_size=4, accumulate=4, share=1 / 4, decay=0.5)

print("batches of 16:", large_batches)
print("four batches of 4, a quarter of each loss:", accumulated, "in", updates, "updates")
print("four batches of 4, the whole losses:", summed)
print("with decay:", decayed_large_batches, "accumulated:", decayed_accumulated)
