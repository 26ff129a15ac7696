"""Export a Keras model to LiteRT's format, and run it in LiteRT."""

import os
import tempfile

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter

rng = np.random.default_rng(0)
images = rng.normal(size=(16, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

layers = [
    keras.Input((8, 8, 3), name="images"),
    keras.layers.Conv2D(8, 3, activation="relu"),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(5),
]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(5, "float32")])
framework_output = model(images[:4])

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.tflite")
    model.export(path, format="litert", verbose=False)
    run = Interpreter(path).get_signature_runner()
    phone_output = run(images=images[:4])["output_0"]
    smaller_output = run(images=images[:3])["output_0"]
    larger_shape = list(run(images=images)["output_0"].shape)

print("Keras:", framework_output[0].numpy())
print("LiteRT:", phone_output[0])
print("sixteen images, where the model names no number:", larger_shape)
