"""Ask Keras on the torch backend to split a layer's kernel over two devices, and train."""

import os
import warnings

os.environ["KERAS_BACKEND"] = "torch"  # before keras is imported

import keras
import numpy as np
from torch.distributed.tensor import DTensor

try:
    initialize = keras.distribution.initialize("localhost:0", num_processes=1, process_id=0)
except AttributeError as error:
    initialize = f"AttributeError: {error}"

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    mesh = keras.distribution.DeviceMesh((2,), ["model"], devices=["cpu:0", "cpu:1"])
    layouts = keras.distribution.LayoutMap(mesh)
    layouts[".*kernel"] = (None, "model")
    keras.distribution.set_distribution(keras.distribution.ModelParallel(layout_map=layouts))
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8)])
    kernel = model.layers[0].kernel.value
    before = kernel.numpy(force=True).copy()
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    model.fit(np.ones((6, 4), "float32"), np.ones((6, 8), "float32"), verbose=0)
after = kernel.numpy(force=True)

active = type(keras.distribution.distribution()).__name__
is_sharded = isinstance(kernel, DTensor)
on_one_device = list((kernel.to_local() if is_sharded else kernel).shape)
asked_for = [4, 8 // mesh.shape[0]]
told_about_it = sum("distribut" in str(warning.message).lower() for warning in caught)

print("initialize:", initialize)
print("active:", active, "| kernel on one device:", on_one_device, "| asked for:", asked_for)
