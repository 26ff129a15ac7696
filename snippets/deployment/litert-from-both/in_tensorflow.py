"""Export a Keras model to LiteRT's format, and run the file where TensorFlow is not loaded."""

import json
import os
import subprocess
import sys
import tempfile

import keras
import numpy as np

READER = """
import json, sys
import numpy as np
from ai_edge_litert.interpreter import Interpreter

images = np.random.default_rng(0).normal(size=(4, 8, 8, 3)).astype("float32")
run = Interpreter(sys.argv[1]).get_signature_runner()
(name, details), = run.get_input_details().items()
(output,) = run(**{name: images}).values()
loaded = any(name in sys.modules for name in ("torch", "tensorflow", "keras"))
print(json.dumps([output.tolist(), [int(n) for n in details["shape_signature"]], loaded]))
"""

rng = np.random.default_rng(0)
images = rng.normal(size=(4, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

layers = [
    keras.Input((8, 8, 3)),
    keras.layers.Conv2D(8, 3, activation="relu"),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(5),
]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(5, "float32")])
framework_output = model(images)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.tflite")
    model.export(path, format="litert", verbose=False)
    command = [sys.executable, "-c", READER, path]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
litert_output, input_shape, framework_loaded = json.loads(answer)

print("Keras:", framework_output[0].numpy())
print("LiteRT:", litert_output[0])
print("input of the file:", input_shape, "| a framework was loaded:", framework_loaded)
