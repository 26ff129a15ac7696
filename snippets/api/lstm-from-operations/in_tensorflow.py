"""Train a small LSTM classifier from plain operations, and again from a layer."""

import inspect

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
shapes = ((3, 32), (8, 32), (32,), (8, 2), (2,))
start = [rng.normal(scale=0.5, size=shape).astype("float32") for shape in shapes]
x = tf.constant(rng.normal(size=(64, 12, 3)).astype("float32"))
y = tf.cast(tf.reduce_sum(x[:, :, 0], axis=1) > 0, tf.int64)


def forward(kernel, recurrent, bias, head, head_bias):
    hidden = cell = tf.zeros((len(x), 8))
    for step in range(x.shape[1]):
        gates = x[:, step] @ kernel + hidden @ recurrent + bias
        enter, forget, new, out = tf.split(gates, 4, axis=1)
        cell = tf.sigmoid(forget) * cell + tf.sigmoid(enter) * tf.tanh(new)
        hidden = tf.sigmoid(out) * tf.tanh(cell)
    return hidden @ head + head_bias


def train(weights):
    losses = []
    for _ in range(20):
        with tf.GradientTape() as tape:
            scores = forward(*weights)
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=scores)
            loss = tf.reduce_mean(each)
        gradients = tape.gradient(loss, weights)
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.assign_sub(0.5 * gradient)
        losses.append(float(loss))
    return losses


losses_by_hand = train([tf.Variable(array) for array in start])
model = keras.Sequential([keras.Input((12, 3)), keras.layers.LSTM(8), keras.layers.Dense(2)])
model.set_weights(start)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss=loss)
losses = model.fit(x, y, batch_size=64, epochs=20, verbose=0).history["loss"]
lines_by_hand = len((inspect.getsource(forward) + inspect.getsource(train)).splitlines())

print("last loss from the layer:", losses[-1], "| from operations:", losses_by_hand[-1])
print("lines from operations, model and training:", lines_by_hand)
