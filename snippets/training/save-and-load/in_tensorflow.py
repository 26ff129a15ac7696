"""Save a model, load it back, and compare the outputs."""

import os
import tempfile

import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
layers = [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2)]
model = keras.Sequential(layers)
inputs = tf.ones((3, 4))
before = model(inputs)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.keras")
    model.save(path)
    fresh = keras.models.load_model(path)

    try:
        model.save(os.path.join(folder, "saved_model"))
        folder_error = "none"
    except ValueError as error:
        folder_error = type(error).__name__
after = fresh(inputs)

print("largest difference after reloading:", float(tf.reduce_max(tf.abs(after - before))))
print("model.save to a plain folder name:", folder_error)
