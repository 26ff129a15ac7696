"""One step on two processes, with the mean and with the sum of the losses, against one process."""

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def build():
    model = nn.Linear(4, 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(kernel.T))
    return model


def step(model, features, targets, reduction):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    outputs = model(torch.from_numpy(features))
    nn.functional.mse_loss(outputs, torch.from_numpy(targets), reduction=reduction).backward()
    optimizer.step()
    return next(model.parameters()).detach().numpy().ravel() - kernel.ravel()


def replica():
    dist.init_process_group("gloo")
    share = slice(dist.get_rank(), None, 2)
    wrapped = nn.parallel.DistributedDataParallel
    changes = [step(wrapped(build()), x[share], y[share], each) for each in ("mean", "sum")]
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
    mean_step, sum_step = elastic_launch(two, replica)()[0]
    joint_mean_step = step(build(), x, y, "mean")
    joint_sum_step = step(build(), x, y, "sum")
    half_joint_sum_step = joint_sum_step / 2

    print("mean of the losses, two processes over one:", mean_step / joint_mean_step)
    print("sum of the losses, two processes over one:", sum_step / joint_sum_step)
