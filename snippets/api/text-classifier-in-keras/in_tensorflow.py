"""An LSTM that classifies texts, in Keras with TensorFlow underneath, and the length of that code."""

import os
import sys
from inspect import getsource
from tokenize import generate_tokens

os.environ["KERAS_BACKEND"] = "tensorflow"  # before keras is imported

import keras
import numpy as np

x = np.random.default_rng(0).integers(0, 50, size=(1200, 20))
y = ((x >= 25).sum(axis=1, keepdims=True) > 10).astype("float32")


class Classifier(keras.Model):
    def __init__(self):
        super().__init__()
        self.embedding = keras.layers.Embedding(50, 16)
        self.lstm = keras.layers.LSTM(32)
        self.output_layer = keras.layers.Dense(1)

    def call(self, tokens):
        return self.output_layer(self.lstm(self.embedding(tokens)))


def train(model, x, y):
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(optimizer, loss=keras.losses.BinaryCrossentropy(from_logits=True))
    model.fit(x, y, batch_size=32, epochs=8, verbose=0)


other_before_seeding = "torch" in sys.modules
keras.utils.set_random_seed(0)
other_after_seeding = "torch" in sys.modules
model = Classifier()
train(model, x[:1000], y[:1000])
accuracy = float(np.mean((model.predict(x[1000:], verbose=0) > 0) == y[1000:]))
weights_belong_to = type(model.lstm.weights[0].value).__module__.partition(".")[0]

code = getsource(Classifier) + getsource(train)
words = [t for t in generate_tokens(iter(code.splitlines(True)).__next__) if t.string.strip()]
lines, tokens = len({word.start[0] for word in words}), len(words)
print("lines:", lines, "| words and signs:", tokens, "| accuracy on other texts:", accuracy)
print("weights belong to", weights_belong_to, "| torch imported:", other_before_seeding)
print("torch imported after seeding:", other_after_seeding)
