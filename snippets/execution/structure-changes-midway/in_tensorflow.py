"""Change a network between training steps, and let a loop depend on a value, eagerly and captured."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x, y, first, added = rng.standard_normal((4, 4, 4), dtype=np.float32) * 0.5
x, y = tf.constant(x), tf.constant(y)
layers = [tf.Variable(first)]


def forward(x):
    for weights in layers:
        x = tf.tanh(x @ weights)
    return x


def train_step():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((forward(x) - y) ** 2)
    for weights, gradient in zip(layers, tape.gradient(loss, layers)):
        weights.assign_sub(0.5 * gradient)
    return float(loss)


def double_until_eight(z):
    while z < 8:
        z = z * 2
    return z


captured = tf.function(forward)
losses = [train_step() for _ in range(3)]
captured_before = captured(x)
layers.append(tf.Variable(added))
captured_after, eager_after = captured(x), forward(x)
traced_anew = tf.function(forward)(x)
losses += [train_step() for _ in range(3)]
added_before, added_after = added, layers[1].numpy()

slopes = []
for start in (3.0, 0.5):
    z = tf.Variable(start)
    with tf.GradientTape() as tape:
        result = double_until_eight(z)
    slopes.append(float(tape.gradient(result, z)))
graph = tf.function(double_until_eight).get_concrete_function(tf.constant(0.5)).graph
loops_in_graph = sum("While" in operation.type for operation in graph.get_operations())

print("losses, with a layer more after the third:", [round(loss, 4) for loss in losses])
print("the captured function sees the new layer:", np.allclose(captured_after, eager_after))
print("slopes of the loop:", slopes, "| While operations in its graph:", loops_in_graph)
