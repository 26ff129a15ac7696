"""Add many numbers into ten bins, fifty times on four threads, and count the different results."""

import numpy as np
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(4)
rng = np.random.default_rng(0)
bins = tf.constant(rng.integers(0, 10, size=200_000))
values = tf.constant(rng.normal(size=200_000).astype("float32"))


def scattered():
    return tf.tensor_scatter_nd_add(tf.zeros(10), bins[:, tf.newaxis], values)


def counted():
    return tf.math.bincount(tf.cast(bins, tf.int32), weights=values)


def different_results(function):
    return len({function().numpy().tobytes() for _ in range(50)})


scatter_results = different_results(scattered)
count_results = different_results(counted)

tf.config.experimental.enable_op_determinism()
scatter_results_switched = different_results(scattered)
count_results_switched = different_results(counted)
sums = scattered()
backwards = tf.reverse(bins, [0])[:, tf.newaxis]
in_another_order = tf.tensor_scatter_nd_add(tf.zeros(10), backwards, tf.reverse(values, [0]))
try:
    tf.random.uniform([4])
    unseeded_error = "none"
except RuntimeError as error:
    unseeded_error = type(error).__name__

print(
    "results of scatter before the switch:", scatter_results, "| after:", scatter_results_switched
)
print("results of bincount before the switch:", count_results, "| after:", count_results_switched)
print("a random draw without a seed, after the switch, raises:", unseeded_error)
