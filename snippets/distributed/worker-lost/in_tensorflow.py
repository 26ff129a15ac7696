"""One of two workers is lost during training; both are started again by hand from checkpoints."""

import json
import multiprocessing
import os
import socket
import tempfile

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def train(strategy, features, targets, saved, lose=False):
    with strategy.scope():
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
        model.set_weights([kernel])
        optimizer = keras.optimizers.SGD(learning_rate=0.1)
        optimizer.build(model.trainable_variables)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
    if os.path.exists(saved + ".index"):
        checkpoint.read(saved).assert_consumed()
    started_at = int(optimizer.iterations.value.numpy())

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((model(features, training=True) - targets) ** 2) / len(x)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)

    for done in range(started_at, 6):
        if lose and done == 3:
            os._exit(1)
        strategy.run(step)
        checkpoint.write(saved)
    return started_at, model.get_weights()[0].ravel()


def worker(number, addresses, folder, lose, results):
    task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": number}}
    os.environ["TF_CONFIG"] = json.dumps(task)
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    saved = os.path.join(folder, f"worker-{number}")
    try:
        results.put(train(strategy, x[number::2], y[number::2], saved, lose and number == 1))
    except tf.errors.UnavailableError as error:
        results.put((type(error).__name__, error.message))


def start_two(folder, lose=False):
    listeners = [socket.create_server(("localhost", 0)) for _ in range(2)]
    addresses = [f"localhost:{listener.getsockname()[1]}" for listener in listeners]
    for listener in listeners:
        listener.close()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [
        context.Process(target=worker, args=(number, addresses, folder, lose, results))
        for number in range(2)
    ]
    for process in workers:
        process.start()
    for process in workers:
        process.join()
    return results.get(timeout=10)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        survivor_raises, survivor_says = start_two(folder, lose=True)
        resumed_at, resumed = start_two(folder)
        single = os.path.join(folder, "single")
        _, uninterrupted = train(tf.distribute.get_strategy(), x, y, single)

    print("the worker that is left:", survivor_raises)
    print("resumed at step", resumed_at, resumed, "uninterrupted:", uninterrupted)
