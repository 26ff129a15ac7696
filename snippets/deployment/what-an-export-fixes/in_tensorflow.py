"""Export a model with dropout, and see which mode, batch and names the program has."""

import tempfile

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
inputs = rng.normal(size=(2, 4)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 3)).astype("float32")

layers = [
    keras.Input((4,), name="features"),
    keras.layers.Dense(8, activation="tanh"),
    keras.layers.Dropout(0.5, seed=0),
    keras.layers.Dense(3, name="scores"),
]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(3, "float32")])
features = tf.constant(inputs)
framework_output, training_output = model(features), model(features, training=True)

with tempfile.TemporaryDirectory() as folder:
    model.export(folder, verbose=False)
    loaded = tf.saved_model.load(folder)
serving = loaded.signatures["serving_default"]
exported_output = serving(features=features)["output_0"]
first_call, second_call = loaded.serve(features), loaded.serve(features)
five_rows = list(loaded.serve(tf.ones((5, 4))).shape)

try:
    float64 = loaded.serve(tf.cast(features, tf.float64)).dtype.name
except TypeError as error:
    float64 = f"refused: {type(error).__name__}"

input_names = list(serving.structured_input_signature[1])
output_names = list(serving.structured_outputs)

print("two calls of the SavedModel:", first_call[0].numpy(), second_call[0].numpy())
print("five rows:", five_rows, "| float64:", float64)
print("inputs:", input_names, "outputs:", output_names)
