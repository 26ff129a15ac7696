"""Train a small network with model.fit, and again with a hand-written loop."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(40, 4)).astype("float32")
y = rng.normal(size=(40, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")


def build():
    layers = [keras.Input((4,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(1, "float32")])
    return model


fitted = build()
fitted.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05), loss="mse")
fitted.fit(x, y, batch_size=10, epochs=3, shuffle=False, verbose=0)
fit_output = fitted(x[:5])

looped = build()
optimizer = keras.optimizers.SGD(learning_rate=0.05)
for _ in range(3):
    for features, targets in tf.data.Dataset.from_tensor_slices((x, y)).batch(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((looped(features, training=True) - targets) ** 2)
        optimizer.apply(tape.gradient(loss, looped.trainable_variables), looped.trainable_variables)
loop_output = looped(x[:5])

print("outputs after three epochs of fit:", fit_output.numpy().ravel())
print("outputs after three epochs of the loop:", loop_output.numpy().ravel())
