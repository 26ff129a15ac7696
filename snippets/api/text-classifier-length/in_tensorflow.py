"""An LSTM that classifies texts, trained by Keras and by a written loop, and the length of its own code."""

import inspect
import io
import tokenize

import keras
import numpy as np
import tensorflow as tf

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


def train_by_hand(model, x, y):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(32)
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    loss_function = keras.losses.BinaryCrossentropy()

    @tf.function
    def step(tokens, labels):
        with tf.GradientTape() as tape:
            loss = loss_function(labels, model(tokens, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))

    for _ in range(8):
        for tokens, labels in dataset:
            step(tokens, labels)


def evaluate_by_hand(model, x, y):
    predictions = model(x, training=False) > 0.5
    return float(tf.reduce_mean(tf.cast(predictions == (y > 0.5), tf.float32)))


def size(*parts):
    """Count lines that hold code, and words and signs in them; blank lines and comments do not count."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines, tokens = set(), 0
    for token in tokenize.generate_tokens(
        io.StringIO("".join(map(inspect.getsource, parts))).readline
    ):
        if token.type not in silent and token.string:
            lines.update(range(token.start[0], token.end[0] + 1))
            tokens += 1
    return len(lines), tokens


keras.utils.set_random_seed(0)
model, second_model = build(), build()
train(model, x[:1000], y[:1000])
accuracy = evaluate(model, x[1000:], y[1000:])
train_by_hand(second_model, x[:1000], y[:1000])
accuracy_by_hand = evaluate_by_hand(second_model, x[1000:], y[1000:])
lines, tokens = size(build, train, evaluate)
lines_of_parts = [size(part)[0] for part in (build, train, evaluate)]
lines_by_hand, tokens_by_hand = size(build, train_by_hand, evaluate_by_hand)

print("accuracy on texts not trained on:", accuracy, "| by the written loop:", accuracy_by_hand)
print("lines to build, train, evaluate:", lines_of_parts, "together:", lines, "| tokens:", tokens)
print("with a written loop:", lines_by_hand, "lines |", tokens_by_hand, "tokens")
