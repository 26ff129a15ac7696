"""The same training for one process and for two, and the lines in which the two differ."""

import ast
import inspect
from collections import Counter

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.launcher.api import LaunchConfig, elastic_launch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

rng = np.random.default_rng(0)
x = rng.normal(size=(32, 4)).astype("float32")
y = rng.normal(size=(32, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def build():
    model = nn.Linear(4, 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(kernel.T))
    return model


def loop_on_one():
    data = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
    loader = DataLoader(data, batch_size=16)
    model = build()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        for features, targets in loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(features), targets).backward()
            optimizer.step()
    return next(model.parameters()).detach().numpy().ravel()


def loop_on_two():
    dist.init_process_group("gloo")
    data = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
    loader = DataLoader(data, batch_size=8, sampler=DistributedSampler(data, shuffle=False))
    model = DistributedDataParallel(build())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        for features, targets in loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(features), targets).backward()
            optimizer.step()
    dist.destroy_process_group()
    return next(model.parameters()).detach().numpy().ravel()


def lines(function):
    body = ast.unparse(ast.parse(inspect.getsource(function)).body[0].body)
    return Counter(line.strip() for line in body.splitlines())


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
    loop_two = elastic_launch(two, loop_on_two)()[0]
    loop_one = loop_on_one()
    new_in_loop = lines(loop_on_two) - lines(loop_on_one)
    new_names = {*loop_on_two.__code__.co_names} - {*loop_on_one.__code__.co_names}
    loop_lines, more_imports = new_in_loop.total(), len(new_names & {*globals()})

    print(f"a loop: {loop_lines} lines are new or changed, {more_imports} names more are imported:")
    print(*new_in_loop, sep="\n")
