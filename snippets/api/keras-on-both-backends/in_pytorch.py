"""Train a Keras 3 model with PyTorch underneath."""

import os
import sys

os.environ["KERAS_BACKEND"] = "torch"  # before keras is imported

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(32, 4)).astype("float32")
y = rng.normal(size=(32, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")

model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)]
)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(1, "float32")])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mse")
history = model.fit(x, y, batch_size=32, epochs=5, shuffle=False, verbose=0)
losses = history.history["loss"]
backend = keras.backend.backend()
tensorflow_imported = "tensorflow" in sys.modules

print("backend:", backend, "| losses:", [round(v, 5) for v in losses])
print("tensorflow was imported:", tensorflow_imported)
