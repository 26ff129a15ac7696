"""Train with each parameter cut in two by fully_shard, and whole in one process."""

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.fsdp import fully_shard
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 2)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 2)).astype("float32")


def build():
    model = nn.Sequential(nn.Linear(4, 8, bias=False), nn.Tanh(), nn.Linear(8, 2, bias=False))
    with torch.no_grad():
        model[0].weight.copy_(torch.from_numpy(k1.T))
        model[2].weight.copy_(torch.from_numpy(k2.T))
    return model


def train(model, rows):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(5):
        optimizer.zero_grad()
        outputs = model(torch.from_numpy(x[rows]))
        nn.functional.mse_loss(outputs, torch.from_numpy(y[rows])).backward()
        optimizer.step()


def worker():
    dist.init_process_group("gloo")
    model = build()
    for layer in (model[0], model[2], model):
        fully_shard(layer)
    train(model, slice(dist.get_rank(), None, 2))
    held = sum(p.to_local().numel() for p in model.parameters())
    kernel = model[0].weight.full_tensor().detach().t().numpy()
    dist.destroy_process_group()
    return held, kernel


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
    results = elastic_launch(two, worker)()
    held_by_each = [held for held, _ in results.values()]
    sharded_kernel = results[0][1]
    whole = build()
    train(whole, slice(None))
    whole_kernel = whole[0].weight.detach().t().numpy()
    all_elements = sum(p.numel() for p in whole.parameters())

    print("elements held by each process:", held_by_each, "of", all_elements)
    print("furthest from the whole model:", np.abs(sharded_kernel - whole_kernel).max())
