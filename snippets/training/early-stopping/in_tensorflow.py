"""Stop when the validation loss has not improved for three epochs, by a callback of fit."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(40, 6)).astype("float32")
y = rng.normal(size=(40, 1)).astype("float32")
k1, k2 = rng.normal(size=(6, 16)).astype("float32"), rng.normal(size=(16, 1)).astype("float32")


def train(**options):
    layers = [keras.Input((6,)), keras.layers.Dense(16, activation="tanh"), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.set_weights([k1, np.zeros(16, "float32"), k2, np.zeros(1, "float32")])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05), loss="mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, **options)
    history = model.fit(
        x[:24],
        y[:24],
        batch_size=8,
        epochs=100,
        shuffle=False,
        validation_data=(x[24:], y[24:]),
        callbacks=[stop],
        verbose=0,
    )
    return history.history["val_loss"], model(x[:3])


validation_losses, last_output = train()
epochs_run, best_epoch = len(validation_losses), int(np.argmin(validation_losses))
_, best_output = train(restore_best_weights=True)

print("ran", epochs_run, "epochs, the best was number", best_epoch, "counted from 0")
print("last output:", last_output.numpy().ravel(), "best output:", best_output.numpy().ravel())
