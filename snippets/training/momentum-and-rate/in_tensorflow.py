"""Gradient descent with momentum, at a constant rate and at a rate that is cut on the way."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
start = rng.normal(size=(5,)).astype("float32")
scale = np.array([1.0, 2.0, 3.0, 4.0, 5.0], "float32")


def train(rates):
    weight = tf.Variable(start)
    optimizer = keras.optimizers.SGD(learning_rate=rates[0], momentum=0.9)
    for rate in rates:
        optimizer.learning_rate = rate
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(scale * weight**2)
        optimizer.apply(tape.gradient(loss, [weight]), [weight])
    return weight.numpy()


def by_hand(rates, rate_in_momentum):
    weight, momentum = start.copy(), np.zeros(5, "float32")
    for rate in rates:
        gradient = 2 * scale * weight
        momentum = 0.9 * momentum + (rate * gradient if rate_in_momentum else gradient)
        weight = weight - (momentum if rate_in_momentum else rate * momentum)
    return weight


constant, cut = [0.02] * 6, [0.02] * 3 + [0.002] * 3
at_constant_rate, at_cut_rate = train(constant), train(cut)
rate_outside, rate_inside = by_hand(cut, False), by_hand(cut, True)

print("at a constant rate:", at_constant_rate)
print("at a rate cut to a tenth:", at_cut_rate)
