"""Stop in pdb in eager code, in a tf.function, and in Python code that its graph calls."""

import io
import pdb
import sys

import tensorflow as tf


def double_then_add(x):
    y = x * 2
    breakpoint()
    return y + 1


def look_at(y):
    breakpoint()
    return y


@tf.function
def double_look_add(x):
    return tf.py_function(look_at, [x * 2], tf.float32) + 1


def debug(function, typed, calls=1):
    screen = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO(typed * calls), stdout=screen, readrc=False)
    debugger.prompt = ""
    sys.breakpointhook = debugger.set_trace
    results = [function(tf.ones(2)) for _ in range(calls)]
    lines = screen.getvalue().splitlines()
    return lines[-1], sum(line.startswith("> ") for line in lines), results[-1]


eager_sees, _, eager_result = debug(double_then_add, "p y\nc\n")
graph = tf.function(double_then_add)
captured_sees, stops_in_three_calls, captured_result = debug(graph, "p y\nc\n", calls=3)
numpy_in_graph, _, _ = debug(tf.function(double_then_add), "p y.numpy()\nc\n")
kept_out_sees, stops_kept_out, _ = debug(double_look_add, "p y\nc\n", calls=3)
tf.config.run_functions_eagerly(True)
switched_sees, _, _ = debug(graph, "p y\nc\n")

print("eager, pdb sees:", eager_sees)
print("graph, pdb sees:", captured_sees, "| stops in three calls:", stops_in_three_calls)
print("graph, asked for numbers:", numpy_in_graph)
print("in a tf.py_function, pdb sees:", kept_out_sees, "| stops in three calls:", stops_kept_out)
print("run eagerly, pdb sees:", switched_sees)
