"""A convolution with stride 2 and padding "same"."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
image = rng.normal(size=(1, 8, 8, 3)).astype("float32")  # height, width, channels
kernel = rng.normal(size=(3, 3, 3, 4)).astype("float32")  # height, width, in, out

usual = tf.nn.conv2d(image, kernel, strides=2, padding="SAME")
matching = tf.nn.conv2d(image, kernel, strides=2, padding="SAME")
symmetric = tf.nn.conv2d(image, kernel, strides=2, padding=[[0, 0], [1, 1], [1, 1], [0, 0]])

print('padding="SAME":', tuple(usual.shape), "first value", float(usual[0, 0, 0, 0]))
print(
    "one pixel on each side:", tuple(symmetric.shape), "first value", float(symmetric[0, 0, 0, 0])
)
