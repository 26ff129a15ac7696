"""Quantise a trained model to int8 on its way to LiteRT, and inside Keras."""

import os
import tempfile

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

rng = np.random.default_rng(0)
inputs = rng.normal(size=(64, 256)).astype("float32")
kernels = [(rng.normal(size=(256, 256)) / 16).astype("float32") for _ in range(3)]

dense = [keras.layers.Dense(256, activation=name) for name in ("relu", "relu", None)]
model = keras.Sequential([keras.Input((256,), name="features"), *dense])
model.set_weights([w for kernel in kernels for w in (kernel, np.zeros(256, "float32"))])
float_output = model(inputs)


def exported(path, **options):
    model.export(path, format="litert", verbose=False, **options)
    return os.path.getsize(path)


def saved(model, path):
    model.save(path)
    return os.path.getsize(path)


keras_small = keras.models.clone_model(model)
keras_small.set_weights(model.get_weights())
keras_small.quantize("int8")
keras_output = keras_small(inputs)

with tempfile.TemporaryDirectory() as folder:
    big, small = os.path.join(folder, "big.tflite"), os.path.join(folder, "small.tflite")
    times_smaller = exported(big) / exported(small, optimizations=[tf.lite.Optimize.DEFAULT])
    interpreter = Interpreter(small)
    int8_output = interpreter.get_signature_runner()(features=inputs)["output_0"]
    whole = os.path.join(folder, "model.keras")
    keras_times_smaller = saved(model, whole) / saved(keras_small, whole)
int8_matrices = sum(t["dtype"] is np.int8 for t in interpreter.get_tensor_details())
largest_difference = tf.reduce_max(tf.abs(int8_output - float_output))
keras_largest_difference = tf.reduce_max(tf.abs(keras_output - float_output))

print(f"LiteRT: {times_smaller:.2f} times smaller, largest difference {largest_difference:.3f}")
print(f"Keras: {keras_times_smaller:.2f} times, {keras_largest_difference:.3f}")
print("int8 matrices in the file:", int8_matrices)
print("spread of the float outputs:", float(tf.math.reduce_std(float_output)))
