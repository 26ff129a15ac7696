"""One gradient for each example of a batch, without a loop."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
w = rng.normal(size=(4,)).astype("float32")
x = rng.normal(size=(5, 4)).astype("float32")
y = rng.normal(size=(5,)).astype("float32")

weights = tf.Variable(w)
features, targets = tf.constant(x), tf.constant(y)
with tf.GradientTape(persistent=True) as tape:
    losses = (tf.linalg.matvec(features, weights) - targets) ** 2
    total = tf.reduce_sum(losses)
per_example = tape.jacobian(losses, weights)
of_the_sum = tape.gradient(total, weights)
sum_of_rows = tf.reduce_sum(per_example, axis=0)

print("one row an example:", tuple(per_example.shape))
print("first row:", per_example[0].numpy())
