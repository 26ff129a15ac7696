"""A small network in bfloat16 on the CPU, with the weights kept in float32."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(4, 16)).astype("float32")
kernel = (0.3 * rng.normal(size=(16, 8))).astype("float32")


def build(policy):
    layer = keras.layers.Dense(8, dtype=policy)
    layer.build((None, 16))
    layer.set_weights([kernel, np.zeros(8, "float32")])
    return layer


full = build("float32")(x)
layer = build("mixed_bfloat16")
mixed = layer(x)
weights = layer.kernel
rounding = float(tf.reduce_max(tf.abs(tf.cast(mixed, tf.float32) - full)))

print("outputs:", mixed.dtype, "| weights:", weights.dtype)
print("largest difference from float32:", rounding)
