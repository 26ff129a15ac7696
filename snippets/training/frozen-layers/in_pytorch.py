"""Train a new head on a frozen base that holds batch normalisation."""

import numpy as np
import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
x = (2 + 3 * rng.normal(size=(64, 4))).astype("float32")
y = rng.normal(size=(64, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")


def train_head(base_mode):
    base = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8, eps=1e-3), nn.ReLU())
    head = nn.Linear(8, 1)
    with torch.no_grad():
        for layer, kernel in ((base[0], k1), (head, k2)):
            layer.weight.copy_(torch.as_tensor(kernel.T))
            layer.bias.zero_()
    base.requires_grad_(False)
    model = nn.Sequential(base, head).train()
    base.train(base_mode == "train")
    optimizer = torch.optim.SGD(head.parameters(), lr=0.005)
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(torch.as_tensor(x)), torch.as_tensor(y)).backward()
        optimizer.step()
    return base[0].weight.T, base[1].running_mean, head.weight.T


base_kernel, running_mean, head_kernel = train_head(base_mode="eval")
_, running_mean_train_mode, head_kernel_train_mode = train_head(base_mode="train")
base_moved = float(np.abs(base_kernel.numpy(force=True) - k1).max())
head_moved = float(np.abs(head_kernel.numpy(force=True) - k2).max())

print("frozen weights moved by", base_moved, "| the head by", head_moved)
print("frozen batch norm's mean with eval():", running_mean[:3].tolist())
print("frozen batch norm's mean with train():", running_mean_train_mode[:3].tolist())
