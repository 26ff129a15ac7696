"""Multiply two matrices that do not fit, eagerly and in a graph, and see where the error says it arose."""

import traceback

import tensorflow as tf


def project(rows, weights):
    scaled = rows * 2
    return scaled @ weights


def fail(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        return error
    raise SystemExit("no error was raised")


rows, weights = tf.ones((2, 3)), tf.ones((2, 3))
faulty_line = project.__code__.co_firstlineno + 2

eager_error = fail(project, rows, weights)
frames = traceback.extract_tb(eager_error.__traceback__)
eager_line = [frame.line for frame in frames if frame.filename == __file__][-1]

tracing_class = type(fail(tf.function(project).get_concrete_function, rows, weights)).__name__

unknown = tf.TensorSpec([None, None])
graph = tf.function(project, input_signature=[unknown, unknown])
fitting = graph(rows, tf.transpose(weights))
captured_error = fail(graph, rows, weights)
captured_class = type(captured_error).__name__
captured_names_line = f"line {faulty_line}, in project" in str(captured_error)

print("eager:", type(eager_error).__name__, "| at:", eager_line)
print("traced for known shapes:", tracing_class)
print("traced for unknown shapes:", captured_class, "| names the line:", captured_names_line)
