"""A network whose shape follows the data: one cell folds each tree, then repeats until it settles."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
leaves = rng.normal(size=(4, 3)).astype("float32")
kernel = (0.5 * rng.normal(size=(6, 3))).astype("float32")
trees = [0, (0, 1), ((0, 1), (2, 3)), (((0, 1), 2), 3)]  # numbers are leaves


class TreeNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.cell = keras.layers.Dense(3, activation="tanh")
        self.cell.build((None, 6))
        self.cell.set_weights([kernel, np.zeros(3, "float32")])

    def fold(self, tree):
        if isinstance(tree, int):
            return tf.constant(leaves[tree : tree + 1])
        return self.cell(tf.concat([self.fold(part) for part in tree], axis=1))

    def call(self, tree):
        state, repeats = self.fold(tree), 0
        while tf.norm(state) > 0.1:
            state = self.cell(tf.concat([state, 0.5 * state], axis=1))
            repeats += 1
        return state, repeats


model = TreeNet()
with tf.GradientTape() as tape:
    results = [model(tree=tree) for tree in trees]
    outputs = tf.concat([state for state, _ in results], axis=0)
    loss = tf.reduce_sum(outputs**2)
repeats = [count for _, count in results]
gradient = tape.gradient(loss, model.cell.kernel)

try:
    model(trees[0])
    positional_error = "none"
except ValueError as error:
    positional_error = type(error).__name__

print("repeats until the state is small:", repeats)
print("outputs of the first tree:", outputs[0].numpy())
print("a tree as a positional argument:", positional_error)
