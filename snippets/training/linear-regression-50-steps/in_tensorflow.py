"""Fit a line with plain gradient descent for 50 steps from the same start."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 3)).astype("float32")
y = (x @ np.array([1.0, -2.0, 0.5], "float32") + 0.1 * rng.normal(size=64)).astype("float32")
w0 = rng.normal(size=(3,)).astype("float32")

features, targets = tf.constant(x), tf.constant(y)
w = tf.Variable(w0)
b = tf.Variable(0.0)
optimizer = keras.optimizers.SGD(learning_rate=0.05)
losses = []
for _ in range(50):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((tf.linalg.matvec(features, w) + b - targets) ** 2)
    gradients = tape.gradient(loss, [w, b])
    optimizer.apply_gradients(zip(gradients, [w, b]))
    losses.append(float(loss))
every_step_lower = bool(np.all(np.diff(losses) < 0))

design = np.column_stack([x, np.ones(64)]).astype("float64")
by_hand = np.append(w0, 0.0).astype("float64")
for _ in range(50):
    by_hand -= 0.05 * 2 / 64 * design.T @ (design @ by_hand - y)
weights_by_hand, bias_by_hand = by_hand[:3], by_hand[3]

print("loss at step 1, 10, 50:", losses[0], losses[9], losses[49])
print("weights:", w.numpy(), "| by the formula in float64:", weights_by_hand)
