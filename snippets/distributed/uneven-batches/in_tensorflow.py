"""Two replicas and batches that do not divide by two: an epoch of 16 and 15, then one batch of 15."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(31, 4)).astype("float32")
y = rng.normal(size=(31, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")

processor = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def train(strategy, rows):
    with strategy.scope():
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
        model.set_weights([kernel])
        model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    model.fit(x[:rows], y[:rows], batch_size=16, shuffle=False, verbose=0)
    copies = strategy.experimental_local_results(model.trainable_variables[0].value)
    return [copy.numpy().ravel() for copy in copies]


mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
first_replica, second_replica = train(mirrored, rows=31)
(one_device,) = train(tf.distribute.get_strategy(), rows=31)
(alone,) = train(tf.distribute.get_strategy(), rows=15)
try:
    first_uneven = train(mirrored, rows=15)
except tf.errors.InvalidArgumentError as error:
    first_uneven = f"{type(error).__name__}: {error.message}"

print("16 and 15, two replicas:", first_replica, "one device:", one_device)
print("a first batch of 15, two replicas:", first_uneven, "one device:", alone)
