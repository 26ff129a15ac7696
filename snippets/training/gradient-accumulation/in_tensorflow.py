"""Accumulate gradients over four small batches by an option, against one batch of their size."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(48, 4)).astype("float32")
y = rng.normal(size=(48, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")


def train(batch_size, accumulate=None, decay=1.0):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([kernel])
    schedule = keras.optimizers.schedules.ExponentialDecay(0.05, decay_steps=1, decay_rate=decay)
    optimizer = keras.optimizers.SGD(learning_rate=schedule, gradient_accumulation_steps=accumulate)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, batch_size=batch_size, shuffle=False, verbose=0)
    return model.get_weights()[0].ravel(), int(optimizer.iterations)


large_batches, _ = train(batch_size=16)
accumulated, updates = train(batch_size=4, accumulate=4)
decayed_large_batches, _ = train(batch_size=16, decay=0.5)
decayed_accumulated, _ = train(batch_size=4, accumulate=4, decay=0.5)

print("batches of 16:", large_batches)
print("four batches of 4, accumulated:", accumulated, "in", updates, "updates")
print("with decay:", decayed_large_batches, "accumulated:", decayed_accumulated)
