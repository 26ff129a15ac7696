"""Dropout in training and at inference."""

import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
layer = keras.layers.Dropout(rate=0.25)
ones = tf.ones(10_000)

trained = layer(ones, training=True)
kept_value = float(tf.reduce_max(trained))
kept_share = float(tf.reduce_mean(tf.cast(trained != 0, tf.float32)))
at_inference = layer(ones, training=False)[:5]
fresh_layer_drops = bool(tf.reduce_any(layer(ones) == 0))

print("kept values become", kept_value, "and", kept_share, "of them are kept")
print(
    "at inference:", at_inference.numpy(), "| called without saying, it drops:", fresh_layer_drops
)
