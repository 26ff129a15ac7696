"""Prune half of a layer's weights in Keras 3, which has no function for it."""

import pkgutil

import keras
import numpy as np

rng = np.random.default_rng(0)
inputs = rng.normal(size=(2, 16)).astype("float32")
kernel = rng.normal(size=(16, 8)).astype("float32")

layer = keras.layers.Dense(8)
layer.build((None, 16))
layer.set_weights([kernel, np.zeros(8, "float32")])
dense_output = layer(inputs)
bytes_before = layer.kernel.numpy().nbytes

smallest_kept = np.sort(np.abs(kernel), axis=None)[kernel.size // 2]
layer.kernel.assign(np.where(np.abs(kernel) >= smallest_kept, kernel, 0))
pruned_output = layer(inputs)
share_of_zeros = float((layer.kernel.numpy() == 0).mean())
bytes_saved = bytes_before - layer.kernel.numpy().nbytes
modules = [module.name for module in pkgutil.iter_modules(keras.__path__)]
names = [*modules, *dir(keras), *dir(keras.Model), *dir(keras.utils), *dir(keras.callbacks)]
has_pruning_of_its_own = any("prun" in name.lower() for name in names)
has_quantize = hasattr(keras.Model, "quantize")

print("share of zeros:", share_of_zeros, "| bytes saved in the tensor:", bytes_saved)
print("pruned output:", pruned_output[0, :3].numpy(), "| before:", dense_output[0, :3].numpy())
print("Keras has pruning:", has_pruning_of_its_own, "| quantisation:", has_quantize)
