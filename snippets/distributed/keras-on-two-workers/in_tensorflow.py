"""A Keras model on two workers of MultiWorkerMirroredStrategy: by a loop of one's own, and by fit."""

import json
import multiprocessing
import os
import socket

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def build(strategy):
    with strategy.scope():
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
        model.set_weights([kernel])
        model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    return model


def loop(strategy, model):
    @tf.function
    def step(features, targets):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((model(features, training=True) - targets) ** 2) / len(x)
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)

    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16).repeat(3)
    for batch in strategy.experimental_distribute_dataset(data):
        strategy.run(step, args=batch)
    return model.get_weights()[0].ravel()


def worker(number, addresses):
    task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": number}}
    os.environ["TF_CONFIG"] = json.dumps(task)
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    weights = loop(strategy, build(strategy))
    try:
        build(strategy).fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
        return weights, "no error"
    except ValueError as error:
        return weights, f"{type(error).__name__}: {str(error).splitlines()[0]}"


if __name__ == "__main__":
    listeners = [socket.create_server(("localhost", 0)) for _ in range(2)]
    addresses = [f"localhost:{listener.getsockname()[1]}" for listener in listeners]
    for listener in listeners:
        listener.close()
    pool = multiprocessing.get_context("spawn").Pool(2)
    tasks = [(number, addresses) for number in range(2)]
    (loop_0, fit_0), (loop_1, fit_1) = pool.starmap(worker, tasks, chunksize=1)
    pool.close()
    pool.join()
    single = tf.distribute.get_strategy()
    one_worker = loop(single, build(single))

    print("loop: worker 0", loop_0, "worker 1", loop_1, "one worker", one_worker)
    print("fit: worker 0", fit_0, "worker 1", fit_1)
