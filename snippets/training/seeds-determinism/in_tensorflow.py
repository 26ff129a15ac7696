"""Seed the generator, draw, seed again, draw again."""

import tensorflow as tf

tf.random.set_seed(7)
first = tf.random.uniform([4])
second = tf.random.uniform([4])
tf.random.set_seed(7)
again = tf.random.uniform([4])

tf.config.experimental.enable_op_determinism()
x = tf.range(6.0)
deterministic_sum = tf.tensor_scatter_nd_add(x, [[0], [0], [1]], tf.ones(3))

print("seed 7:", first.numpy())
print("seed 7 again:", again.numpy())
print("scatter-add with op determinism:", deterministic_sum.numpy())
