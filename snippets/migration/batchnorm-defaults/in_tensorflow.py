"""One training step of batch normalisation with the defaults."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = (2 + 3 * rng.normal(size=(16, 3))).astype("float32")

layer = keras.layers.BatchNormalization()
momentum, epsilon = layer.momentum, layer.epsilon
output = layer(x, training=True)
running_mean, running_var = layer.moving_mean, layer.moving_variance

matched_output, matched_mean = output, running_mean
batch_share_of_var = (running_var - 0.99) / 0.01  # what was mixed in, after 0.99 of the old 1.0
biased_var = x.var(axis=0)
unbiased_var = x.var(axis=0, ddof=1)

print("momentum", momentum, "epsilon", epsilon)
print("running mean after one step:", running_mean.numpy())
print(
    "variance mixed in:",
    batch_share_of_var.numpy(),
    "| unbiased:",
    unbiased_var,
    "| biased:",
    biased_var,
)
