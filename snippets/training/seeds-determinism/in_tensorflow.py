"""Seed the generator, draw, seed again, draw again."""

import tensorflow as tf

tf.random.set_seed(7)
first = tf.random.uniform([4])
second = tf.random.uniform([4])
tf.random.set_seed(7)
again = tf.random.uniform([4])
second_again = tf.random.uniform([4])

print("seed 7:", first.numpy())
print("seed 7 again:", again.numpy())
