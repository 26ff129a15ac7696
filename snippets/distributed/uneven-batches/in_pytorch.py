"""Two processes and batches that do not divide by two: an epoch of 16 and 15, then one batch of 15."""

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

rng = np.random.default_rng(0)
x = rng.normal(size=(31, 4)).astype("float32")
y = rng.normal(size=(31, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def build():
    model = nn.Linear(4, 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(kernel.T))
    return model


def train(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for rows in batches:
        optimizer.zero_grad()
        features, targets = torch.from_numpy(x[rows]), torch.from_numpy(y[rows])
        nn.functional.mse_loss(model(features), targets).backward()
        optimizer.step()
    return next(model.parameters()).detach().numpy().ravel()


def replica():
    dist.init_process_group("gloo")
    wrapped, rank = nn.parallel.DistributedDataParallel, dist.get_rank()
    shares = ([range(0, 8), range(16, 24)], [range(8, 16), range(24, 31)])[rank]
    only_share = ([range(0, 8)], [range(8, 15)])[rank]
    changes = train(wrapped(build()), shares), train(wrapped(build()), only_share)
    dist.destroy_process_group()
    return changes


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
    (first_replica, first_uneven), (second_replica, _) = elastic_launch(two, replica)().values()
    one_device = train(build(), [range(0, 16), range(16, 31)])
    alone = train(build(), [range(0, 15)])

    print("16 and 15, two processes:", first_replica, "one:", one_device)
    print("a first batch of 15, two processes:", first_uneven, "one:", alone)
