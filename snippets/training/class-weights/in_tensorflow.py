"""Weigh the classes of a cross-entropy, divided by the weights' sum and by the batch size."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(24, 4)).astype("float32")
y = rng.choice(3, size=24, p=[0.7, 0.2, 0.1])
kernel = rng.normal(size=(4, 3)).astype("float32")
class_weights = [0.5, 1.5, 4.0]


def train(**options):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, use_bias=False)])
    model.set_weights([kernel])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, **options)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss=loss)
    weights = dict(enumerate(class_weights))
    history = model.fit(
        x, y, batch_size=24, epochs=5, shuffle=False, class_weight=weights, verbose=0
    )
    return history.history["loss"], model.get_weights()[0]


by_size_losses, by_size_kernel = train()
by_sum_losses, by_sum_kernel = train(reduction="mean_with_sample_weight")
default_kernel = by_size_kernel
first_loss_by_size = by_size_losses[0]
first_loss_by_sum_scaled = by_sum_losses[0] * np.mean(np.take(class_weights, y))

print("fit with class_weight:", by_size_losses)
print("with the reduction mean_with_sample_weight:", by_sum_losses)
