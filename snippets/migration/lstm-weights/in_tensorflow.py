"""Run an LSTM with given weights."""

import keras
import numpy as np

rng = np.random.default_rng(0)
sequence = rng.normal(size=(2, 5, 3)).astype("float32")  # batch, time, features
kernel = (0.5 * rng.normal(size=(3, 16))).astype("float32")  # features, 4 gates of 4 units
recurrent = (0.5 * rng.normal(size=(4, 16))).astype("float32")
bias = (0.1 * rng.normal(size=(16,))).astype("float32")

lstm = keras.layers.LSTM(4, return_sequences=True)
lstm.build(sequence.shape)
lstm.set_weights([kernel, recurrent, bias])
outputs = lstm(sequence)
bias_vectors = sum("bias" in weight.name for weight in lstm.weights)

print("outputs:", tuple(outputs.shape), "last of the first sequence:", outputs[0, -1].numpy())
print("bias vectors in the layer:", bias_vectors)
