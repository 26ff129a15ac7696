"""Capture a function whose branch depends on a value, with tf.function."""

import tensorflow as tf


def scale(x):
    if tf.reduce_sum(x) > 0:
        return x * 2
    return x - 1


positive, negative = tf.constant([1.0, 2.0]), tf.constant([-1.0, -2.0])
eager = [scale(positive), scale(negative)]
graph = tf.function(scale)
captured = [graph(positive), graph(negative)]
traces = graph.experimental_get_tracing_count()
operations = [op.type for op in graph.get_concrete_function(positive).graph.get_operations()]
has_if_operation = any(kind in ("If", "StatelessIf") for kind in operations)

without = tf.function(scale, autograph=False)
try:
    without(positive)
    without_autograph_error = "none"
except Exception as error:
    without_autograph_error = type(error).__name__

print("eager:", eager)
print("tf.function:", captured, "from", traces, "trace; an If operation in it:", has_if_operation)
print("autograph=False:", without_autograph_error)
