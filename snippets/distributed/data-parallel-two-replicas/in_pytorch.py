"""Train on two processes with DistributedDataParallel, and in one process on the joined batch."""

import os

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")


def build():
    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
    with torch.no_grad():
        for layer, kernel in ((model[0], k1), (model[2], k2)):
            layer.weight.copy_(torch.from_numpy(kernel.T))
            layer.bias.zero_()
    return model


def train(model, features, targets):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(features), targets).backward()
        optimizer.step()
    return np.concatenate([p.detach().t().numpy().ravel() for p in model.parameters()])


def replica():
    dist.init_process_group("gloo")
    mine = slice(8 * dist.get_rank(), 8 * dist.get_rank() + 8)
    model = nn.parallel.DistributedDataParallel(build())
    weights = train(model, torch.from_numpy(x[mine]), torch.from_numpy(y[mine]))
    dist.destroy_process_group()
    return os.getpid(), weights


if __name__ == "__main__":
    two = LaunchConfig(
        run_id="two",
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=2,
        max_restarts=0,
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
    )
    (pid_0, first_replica), (pid_1, second_replica) = elastic_launch(two, replica)().values()
    processes = len({pid_0, pid_1})
    one_device = train(build(), torch.from_numpy(x), torch.from_numpy(y))
    half_alone = train(build(), torch.from_numpy(x[:8]), torch.from_numpy(y[:8]))

    print("replicas agree:", np.array_equal(first_replica, second_replica))
    print("furthest from one device:", np.abs(first_replica - one_device).max())
    print("furthest from half the batch alone:", np.abs(first_replica - half_alone).max())
