"""What a dense layer stores, and how it starts."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
layer = keras.layers.Dense(100)
layer.build((None, 300))
weight_shape = list(layer.kernel.shape)
largest_weight = float(np.abs(layer.kernel.numpy()).max())
glorot_bound = (6 / (300 + 100)) ** 0.5  # uniform between plus and minus sqrt(6/(inputs+outputs))
share_of_bound = largest_weight / glorot_bound
bias_is_zero = bool((layer.bias.numpy() == 0).all())

print("stored as", weight_shape, "| largest weight", round(largest_weight, 4))
print("bound sqrt(6/400) =", round(glorot_bound, 4), "| bias all zero:", bias_is_zero)
