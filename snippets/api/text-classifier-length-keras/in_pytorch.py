"""An LSTM that classifies texts in Keras with PyTorch underneath, and the length of its own code."""

import inspect
import io
import os
import sys
import tokenize

os.environ["KERAS_BACKEND"] = "torch"  # before keras is imported

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.integers(0, 50, size=(1200, 20))
y = ((x >= 25).sum(axis=1, keepdims=True) > 10).astype("float32")


def build():
    return keras.Sequential(
        [
            keras.layers.Embedding(50, 16),
            keras.layers.LSTM(32),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def train(model, x, y):
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    model.compile(optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=32, epochs=8, verbose=0)


def evaluate(model, x, y):
    return model.evaluate(x, y, verbose=0, return_dict=True)["accuracy"]


other_before_seeding = "tensorflow" in sys.modules
keras.utils.set_random_seed(0)
other_after_seeding = "tensorflow" in sys.modules
model = build()
train(model, x[:1000], y[:1000])
accuracy = evaluate(model, x[1000:], y[1000:])

source = "".join(inspect.getsource(part) for part in (build, train, evaluate))
silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
found = tokenize.generate_tokens(io.StringIO(source).readline)
words = [token for token in found if token.type not in silent and token.string]
lines, tokens = len({token.start[0] for token in words}), len(words)
layer_weights_are = type(model.layers[1].weights[0].value).__module__.partition(".")[0]

print("accuracy on texts not trained on:", accuracy)
print("lines to build, train and evaluate:", lines, "| tokens:", tokens)
print("weights belong to:", layer_weights_are)
print("tensorflow imported before seeding:", other_before_seeding, "| after:", other_after_seeding)
