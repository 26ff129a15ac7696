"""See when print runs, and what a debugger would see, inside a function given to tf.function."""

import contextlib
import io
import sys

import tensorflow as tf

seen = []
graph_calls = tf.Variable(0)


@tf.function
def double(x):
    y = x * 2
    print("python print")
    tf.print("tf.print sees", y, output_stream=sys.stdout)
    graph_calls.assign_add(1)
    seen.append(type(y).__name__)
    return y


printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    for _ in range(3):
        result = double(tf.ones(2))
python_prints = printed.getvalue().count("python print")
operation_runs = int(graph_calls)
seen_in_graph = list(seen)

seen.clear()
tf.config.run_functions_eagerly(True)
result_uncompiled = double(tf.ones(3))  # three, so that its line differs from the graph's
seen_when_eager = list(seen)

print(
    "three calls ran Python's print",
    python_prints,
    "time and the graph's operations",
    operation_runs,
    "times",
)
print("inside the graph y is a", seen_in_graph[0], "| run eagerly it is an", seen_when_eager[0])
