"""One of two workers is lost during training; the launcher starts both again from a checkpoint."""

import os
import tempfile

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
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def step(model, optimizer, features, targets):
    optimizer.zero_grad()
    outputs = model(torch.from_numpy(features))
    nn.functional.mse_loss(outputs, torch.from_numpy(targets)).backward()
    optimizer.step()


def worker(folder):
    dist.init_process_group("gloo")
    rank, attempt = dist.get_rank(), int(os.environ["TORCHELASTIC_RESTART_COUNT"])
    (model, optimizer), started_at = build(), 0
    saved = os.path.join(folder, "checkpoint.pt")
    if os.path.exists(saved):
        state = torch.load(saved)
        model.load_state_dict(state["model"])
        started_at = state["done"]
    wrapped = nn.parallel.DistributedDataParallel(model)
    for done in range(started_at, 6):
        if rank == 1 and attempt == 0 and done == 3:
            os._exit(1)
        step(wrapped, optimizer, x[rank::2], y[rank::2])
        if rank == 0:
            torch.save({"model": model.state_dict(), "done": done + 1}, saved)
        dist.barrier()
    dist.destroy_process_group()
    return attempt, started_at, model.weight.detach().numpy().ravel()


def ask_store():
    store = dist.TCPStore(os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
    if os.environ["TORCHELASTIC_RESTART_COUNT"] == "0":
        store.set("note", "of the first attempt")
        os._exit(1)
    return store.check(["note"])


def launch(count, function, *arguments):
    config = LaunchConfig(
        run_id=function.__name__,
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=count,
        max_restarts=1,
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
    )
    return elastic_launch(config, function)(*arguments)[0]


if __name__ == "__main__":
    store_keeps_notes = launch(1, ask_store)
    os.environ["TORCH_DISABLE_SHARE_RDZV_TCP_STORE"] = "1"  # a store of its own for each attempt
    with tempfile.TemporaryDirectory() as folder:
        restarts_by_launcher, resumed_at, resumed = launch(2, worker, folder)
    model, optimizer = build()
    for _ in range(6):
        step(model, optimizer, x, y)
    uninterrupted = model.weight.detach().numpy().ravel()

    print("by default the store still holds the first attempt's notes:", store_keeps_notes)
    print("restarts by the launcher:", restarts_by_launcher, "| resumed at step", resumed_at)
    print("resumed:", resumed, "uninterrupted:", uninterrupted)
