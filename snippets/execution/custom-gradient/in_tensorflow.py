"""Give an operation a gradient of our own: the identity forwards, clipped to one backwards."""

import tensorflow as tf


@tf.custom_gradient
def clip_gradient(x):
    def backward(upstream):
        return tf.clip_by_value(upstream, -1.0, 1.0)

    return tf.identity(x), backward


x = tf.Variable([1.0, -2.0, 0.25])
with tf.GradientTape() as tape:
    y = tf.reduce_sum(clip_gradient(x) ** 2)
custom = tape.gradient(y, x)
with tf.GradientTape() as tape:
    y = tf.reduce_sum(x**2)
plain = tape.gradient(y, x)

print("plain gradient:", plain.numpy(), "| with the custom one:", custom.numpy())
