"""See what is recorded for gradients, and what asking for gradients leaves behind."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x, y, start = rng.standard_normal((3, 4, 4), dtype=np.float32)
x, y = tf.constant(x), tf.constant(y)


def train(steps, apply):
    weights = tf.Variable(start)
    optimizer, losses = keras.optimizers.SGD(learning_rate=0.1), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((x @ weights - y) ** 2)
        gradients = tape.gradient(loss, [weights])
        if apply:
            optimizer.apply_gradients(zip(gradients, [weights]))
        losses.append(float(loss))
    return losses, weights.numpy()


losses_without_update, weights_without_update = train(5, apply=False)
losses_with_update, weights_with_update = train(5, apply=True)

three = tf.Variable([1.0, 2.0, 3.0])
with tf.GradientTape() as tape:
    total = tf.reduce_sum(three * 2)
gradient_of_three = tape.gradient(total, three)
try:
    tape.gradient(total, three)
    second_use = "no error"
except RuntimeError as error:
    second_use = type(error).__name__
unrecorded = tf.reduce_sum(three * 2)
with tf.GradientTape() as tape:
    pass
gradient_without_tape = str(tape.gradient(unrecorded, three))

weights = tf.Variable(start)


@tf.function
def forward(x):
    return tf.reduce_sum(tf.nn.relu((x @ weights + 1) * 2))


graph = forward.get_concrete_function(x).graph
nodes = [operation.type for operation in graph.get_operations()]
sum_before = forward(x)
weights.assign(weights * 2)
sum_after = forward(x)

print("losses without an update:", losses_without_update)
print("losses with one:", losses_with_update)
print(
    "gradient of the doubled sum:", gradient_of_three.numpy().tolist(), "| asked again:", second_use
)
print("in the graph of the function:", nodes)
