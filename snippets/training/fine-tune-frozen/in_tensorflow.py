"""Pretrain without labels, freeze, train a new head, and go on from a checkpoint."""

import os
import tempfile

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = tf.constant(rng.normal(size=(40, 6)).astype("float32"))
y = tf.constant(rng.normal(size=(40, 1)).astype("float32"))
kernels = [rng.normal(scale=0.4, size=s).astype("float32") for s in ((6, 4), (4, 6), (4, 1))]


def dense(kernel, activation=None):
    initial = keras.initializers.Constant(kernel)
    return keras.layers.Dense(kernel.shape[1], activation, kernel_initializer=initial)


def train(model, targets, epochs):
    history = model.fit(x, targets, batch_size=40, epochs=epochs, verbose=0)
    return history.history["loss"]


def compiled(model):
    model.compile(keras.optimizers.SGD(learning_rate=0.1, momentum=0.9), loss="mse")
    return model


encoder = keras.Sequential([keras.Input((6,)), dense(kernels[0], "tanh")])
losses_without_labels = train(compiled(keras.Sequential([encoder, dense(kernels[1])])), x, 20)
encoder.trainable = False
frozen_before = tf.identity(encoder.layers[0].kernel)
model = compiled(keras.Sequential([encoder, dense(kernels[2])]))
train(model, y, 5)
with tempfile.TemporaryDirectory() as folder:
    checkpoint = os.path.join(folder, "half_way.keras")
    model.save(checkpoint)
    resumed = keras.models.load_model(checkpoint)
    forgetful = compiled(keras.models.load_model(checkpoint))  # a fresh optimiser
for each in (model, resumed, forgetful):
    train(each, y, 5)
predictions, frozen_after = model(x), encoder.layers[0].kernel
resumed_predictions, forgetful_predictions = resumed(x), forgetful(x)

print("reconstruction loss, first and last:", losses_without_labels[0], losses_without_labels[-1])
print("largest gap after resuming:", float(tf.reduce_max(abs(resumed_predictions - predictions))))
