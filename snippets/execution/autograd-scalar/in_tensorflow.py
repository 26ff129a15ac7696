"""Take the first and second derivative of a scalar function."""

import tensorflow as tf

x = tf.Variable(1.5)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = tf.sin(x) * x**2
    first = inner.gradient(y, x)
second = outer.gradient(first, x)

constant = tf.constant(1.5)
with tf.GradientTape() as tape:
    unwatched = tf.sin(constant) * constant**2
gradient_of_a_constant = tape.gradient(unwatched, constant)

print("value:", y.numpy(), "first:", first.numpy(), "second:", second.numpy())
print("a constant that was not watched has the gradient:", gradient_of_a_constant)
