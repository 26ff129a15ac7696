"""The same training for one device and for two, by fit and by a loop, and the lines that differ."""

import ast
import inspect
from collections import Counter

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(32, 4)).astype("float32")
y = rng.normal(size=(32, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")

processor = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([kernel])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    return model


def fit_on_one():
    model = build()
    model.fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
    return model.get_weights()[0].ravel()


def fit_on_two():
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        model = build()
    model.fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
    return model.get_weights()[0].ravel()


def loop_on_one():
    model = build()

    @tf.function
    def step(features, targets):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(features, training=True) - targets) ** 2)
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)

    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)
    for _ in range(3):
        for features, targets in data:
            step(features, targets)
    return model.get_weights()[0].ravel()


def loop_on_two():
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        model = build()

    @tf.function
    def step(features, targets):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((model(features, training=True) - targets) ** 2) / 16
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)

    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)
    data = strategy.experimental_distribute_dataset(data)
    for _ in range(3):
        for features, targets in data:
            strategy.run(step, args=(features, targets))
    return model.get_weights()[0].ravel()


def lines(function):
    body = ast.unparse(ast.parse(inspect.getsource(function)).body[0].body)
    return Counter(line.strip() for line in body.splitlines() if line)


new_in_fit = lines(fit_on_two) - lines(fit_on_one)
new_in_loop = lines(loop_on_two) - lines(loop_on_one)
new_names = {*loop_on_two.__code__.co_names} - {*loop_on_one.__code__.co_names}
fit_lines, loop_lines = new_in_fit.total(), new_in_loop.total()
more_imports = len(new_names & {*globals()})
fit_one, fit_two, loop_one, loop_two = fit_on_one(), fit_on_two(), loop_on_one(), loop_on_two()

print(f"fit: {fit_lines} lines are new or changed, {more_imports} names more are imported:")
print(*new_in_fit, sep="\n")
print(f"a loop: {loop_lines} lines are new or changed:")
print(*new_in_loop, sep="\n")
