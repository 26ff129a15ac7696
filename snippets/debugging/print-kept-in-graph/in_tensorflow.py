"""Print running sums from a tf.function: with Python's print and with tf.print."""

import contextlib
import io
import pathlib
import tempfile

import numpy as np
import tensorflow as tf

x = tf.constant(np.array([1.0, 2.0, 3.0], "float32"))
folder = tempfile.TemporaryDirectory()
log = pathlib.Path(folder.name, "log.txt")


@tf.function
def running_sum(values):
    total = tf.zeros(())
    for value in values:
        total = total + value
        print("sum:", total)
        tf.print("sum:", total, output_stream=f"file://{log}")
    return total


screen = io.StringIO()
with contextlib.redirect_stdout(screen):
    total = [running_sum(x) for _ in range(2)][-1]
plain_lines = screen.getvalue().splitlines()
kept_lines = log.read_text().splitlines()
printed_values = [float(line.removeprefix("sum: ")) for line in kept_lines]
traces = running_sum.experimental_get_tracing_count()

print("Python's print:", plain_lines)
print("tf.print:", kept_lines)
print("times the function was traced:", traces)
