"""A Keras model on the torch backend, trained on two workers: by a loop around DDP, and by fit."""

import os

os.environ["KERAS_BACKEND"] = "torch"  # before keras is imported

import keras
import numpy as np
import torch
import torch.distributed as dist
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([kernel])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    return model


def loop(model, features, targets):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        outputs = model(torch.from_numpy(features))
        torch.nn.functional.mse_loss(outputs, torch.from_numpy(targets)).backward()
        optimizer.step()


def worker():
    dist.init_process_group("gloo")
    mine = slice(dist.get_rank(), None, 2)
    looped, fitted = build(), build()
    loop(torch.nn.parallel.DistributedDataParallel(looped), x[mine], y[mine])
    fitted.fit(x[mine], y[mine], batch_size=8, epochs=3, shuffle=False, verbose=0)
    dist.destroy_process_group()
    return looped.get_weights()[0].ravel(), fitted.get_weights()[0].ravel()


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
    (loop_0, fit_0), (loop_1, fit_1) = elastic_launch(two, worker)().values()
    alone = build()
    loop(alone, x, y)
    one_worker = alone.get_weights()[0].ravel()

    print("loop: worker 0", loop_0, "worker 1", loop_1, "one worker", one_worker)
    print("fit: worker 0", fit_0, "worker 1", fit_1)
