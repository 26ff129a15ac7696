"""A small convolutional network with given weights: convolution, pooling, dense layer."""

import keras
import numpy as np

rng = np.random.default_rng(0)
images = rng.normal(size=(2, 8, 8, 3)).astype("float32")
kernel = (0.3 * rng.normal(size=(3, 3, 3, 4))).astype("float32")
dense = (0.3 * rng.normal(size=(36, 5))).astype("float32")

model = keras.Sequential(
    [
        keras.Input((8, 8, 3)),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(5),
    ]
)
model.set_weights([kernel, np.zeros(4, "float32"), dense, np.zeros(5, "float32")])
logits = model(images)
careless = logits

print("logits of the first image:", logits[0].numpy())
