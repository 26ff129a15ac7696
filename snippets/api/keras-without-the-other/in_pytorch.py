"""Use Keras with PyTorch underneath as if TensorFlow were not installed, and find what then fails."""

import os
import sys
import tempfile

os.environ["KERAS_BACKEND"] = "torch"  # before keras is imported
sys.modules["tensorflow"] = None  # from here on `import tensorflow` fails, as where it is missing

import keras
import numpy as np


def error_of(function):
    try:
        function()
        return "none"
    except Exception as error:
        return type(error).__name__


rng = np.random.default_rng(0)
x = rng.normal(size=(64, 4)).astype("float32")
y = (x @ np.array([[1.0], [-2.0], [0.5], [3.0]])).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")

layers = [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(1, "float32")])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1), loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(monitor="val_mae", min_delta=0.05, patience=2)
options = {"validation_split": 0.25, "shuffle": False, "callbacks": [stop], "verbose": 0}
history = model.fit(x, y, epochs=40, **options).history
epochs_run, validation_losses = len(history["loss"]), history["val_loss"]

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.keras")
    model.save(path)
    loaded = keras.models.load_model(path)
    saved_model_error = error_of(
        lambda: model.export(os.path.join(folder, "exported"), verbose=False)
    )
predictions = model.predict(x, verbose=0)
predictions_loaded = loaded.predict(x, verbose=0)
text_layer_error = error_of(lambda: keras.layers.TextVectorization())

print("epochs until it stopped:", epochs_run, "| last validation loss:", validation_losses[-1])
print("exporting a SavedModel:", saved_model_error)
print("a TextVectorization layer:", text_layer_error)
