"""Export a model as a SavedModel, and run it where its class is unknown."""

import json
import os
import subprocess
import sys
import tempfile

import keras
import numpy as np

READER = """import json, sys, keras, numpy
import tensorflow as tf
x = numpy.random.default_rng(0).normal(size=(5, 4)).astype("float32")
try:
    print(json.dumps(LOAD(x).numpy().tolist()))
except Exception as error:
    print(json.dumps(type(error).__name__))
"""


class Gated(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], shape[-1]))

    def call(self, x):
        return keras.ops.tanh(x @ self.kernel) * keras.ops.sigmoid(x)


def in_fresh_process(load, path):
    command = [sys.executable, "-c", READER.replace("LOAD", load), path]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


rng = np.random.default_rng(0)
x = rng.normal(size=(5, 4)).astype("float32")
model = keras.Sequential([keras.Input((4,)), Gated()])
model.set_weights([rng.normal(size=(4, 4)).astype("float32")])
direct_output = model(x)
with tempfile.TemporaryDirectory() as folder:
    whole, saved = f"{folder}/whole.keras", f"{folder}/saved"
    model.save(whole)
    model.export(saved, verbose=False)
    from_class = in_fresh_process("keras.models.load_model(sys.argv[1])", whole)
    from_program = in_fresh_process("(m := tf.saved_model.load(sys.argv[1])).serve", saved)
    nobody_holds_it = in_fresh_process("tf.saved_model.load(sys.argv[1]).serve", saved)
    has_machine_code = any(n.endswith(".so") for _, _, names in os.walk(saved) for n in names)
print("whole:", from_class, "| SavedModel:", from_program[0], "| machine code:", has_machine_code)
print("SavedModel of which only the function is kept:", nobody_holds_it)
