"""Train with MirroredStrategy on two logical processors, and on one device on the joined batch."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")

processor = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def train(strategy, features, targets):
    with strategy.scope():
        layers = [
            keras.Input((4,)),
            keras.layers.Dense(8, activation="tanh"),
            keras.layers.Dense(1),
        ]
        model = keras.Sequential(layers)
        model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(1, "float32")])
        model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    model.fit(features, targets, batch_size=16, epochs=10, shuffle=False, verbose=0)
    copies = [strategy.experimental_local_results(v.value) for v in model.trainable_variables]
    devices = {copy.device for copy in copies[0]}
    return devices, [np.concatenate([c.numpy().ravel() for c in r]) for r in zip(*copies)]


mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
used, (first_replica, second_replica) = train(mirrored, x, y)
devices = len(used)
_, (one_device,) = train(tf.distribute.get_strategy(), x, y)
_, (half_alone,) = train(tf.distribute.get_strategy(), x[:8], y[:8])

print("replicas agree:", np.array_equal(first_replica, second_replica))
print("furthest from one device:", np.abs(first_replica - one_device).max())
print("furthest from half the batch alone:", np.abs(first_replica - half_alone).max())
