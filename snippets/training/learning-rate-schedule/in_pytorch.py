"""A cosine schedule of the learning rate over ten steps, and five steps more."""

import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

parameter = torch.nn.Parameter(torch.zeros(1))
optimizer = torch.optim.SGD([parameter], lr=0.1)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)
rates = []
for _ in range(16):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    schedule.step()  # the caller says when a step has passed: each batch, or each epoch
rates, later = rates[:11], rates[11:]

print("rates:", [round(r, 5) for r in rates])
print("after the end:", [round(r, 5) for r in later])
