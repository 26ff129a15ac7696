"""Convert a small Keras model to the Lite format and run it."""

import warnings

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="relu")])
inputs = np.ones((1, 3), "float32")
model_output = model(inputs)

flat = tf.lite.TFLiteConverter.from_keras_model(model).convert()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    interpreter = tf.lite.Interpreter(model_content=flat)
interpreter_says = " ".join(str(w.message) for w in caught)
interpreter.allocate_tensors()
interpreter.set_tensor(interpreter.get_input_details()[0]["index"], inputs)
interpreter.invoke()
lite_output = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])

print("Lite output:", lite_output, "| Keras output:", model_output.numpy())
print("the interpreter says:", " ".join(interpreter_says.split()))
