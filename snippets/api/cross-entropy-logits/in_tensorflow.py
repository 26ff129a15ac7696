"""Cross-entropy of raw scores."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
scores = rng.normal(size=(6, 4)).astype("float32")
labels = np.array([0, 1, 2, 3, 0, 1])

logits, targets = tf.constant(scores), tf.constant(labels)
correct = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(targets, logits)
by_default = keras.losses.SparseCategoricalCrossentropy()(targets, logits)
softmax_first = keras.losses.SparseCategoricalCrossentropy()(targets, tf.nn.softmax(logits))

print("from raw scores, from_logits=True:", float(correct))
print("from raw scores with the default:", float(by_default))
print("after a softmax, with the default:", float(softmax_first))
