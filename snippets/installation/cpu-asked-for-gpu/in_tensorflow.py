"""Ask for a GPU on a machine that has none."""

import tensorflow as tf

available = bool(tf.config.list_physical_devices("GPU"))
soft_placement = tf.config.get_soft_device_placement()
x = tf.ones(2)
stays_on = x.device.split(":")[-2]

with tf.device("/GPU:0"):
    placed = tf.ones(2) + 1
quietly_on = placed.device.split(":")[-2]

tf.config.set_soft_device_placement(False)
try:
    with tf.device("/GPU:0"):
        tf.ones(2) + 1
    asked_error = "none"
except (tf.errors.InvalidArgumentError, RuntimeError) as error:
    asked_error = "an error"
    print("with soft placement off it raised", type(error).__name__)

print("GPUs found:", available, "| soft placement by default:", soft_placement)
print("asked for /GPU:0 the result lies on the", quietly_on)
