"""Export a Keras model to ONNX and run it in ONNX Runtime."""

import os
import tempfile

import keras
import numpy as np
import onnxruntime

rng = np.random.default_rng(0)
inputs = rng.normal(size=(2, 4)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 3)).astype("float32")

layers = [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(3, "float32")])
framework_output = model(inputs)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.onnx")
    model.export(path, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (onnx_output,) = session.run(None, {session.get_inputs()[0].name: inputs})

print("Keras:", framework_output[0].numpy())
print("ONNX Runtime:", onnx_output[0])
