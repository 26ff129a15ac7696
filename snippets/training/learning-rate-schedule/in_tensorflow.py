"""A cosine schedule of the learning rate over ten steps, and five steps more."""

import keras
import tensorflow as tf

schedule = keras.optimizers.schedules.CosineDecay(initial_learning_rate=0.1, decay_steps=10)
optimizer = keras.optimizers.SGD(learning_rate=schedule)
parameter = tf.Variable([0.0])
rates = []
for _ in range(16):
    rates.append(float(optimizer.learning_rate))
    optimizer.apply_gradients([(tf.constant([0.0]), parameter)])  # each update is a step
rates, later = rates[:11], rates[11:]

print("rates:", [round(r, 5) for r in rates])
print("after the end:", [round(r, 5) for r in later])
