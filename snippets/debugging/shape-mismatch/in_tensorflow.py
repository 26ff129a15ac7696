"""Multiply matrices that do not fit: in a layer, in a graph, and last in plain code."""

import keras
import tensorflow as tf

a, b = tf.zeros((2, 3)), tf.zeros((4, 5))


def message_of(function):
    try:
        function()
        return "none"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def multiply(x, y):
    return x @ y


layer = keras.layers.Dense(5)
layer.build((None, 4))
layer_message = message_of(lambda: layer(a))
captured_message = message_of(lambda: tf.function(multiply)(a, b))
layer_names_itself = "dense" in layer_message
captured_names_the_line = "return x @ y" in captured_message

print("layer:", layer_message)
print("graph:", captured_message)
print("plain:", flush=True)
multiply(a, b)
