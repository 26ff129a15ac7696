"""Train a new head on a frozen base that holds batch normalisation."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = (2 + 3 * rng.normal(size=(64, 4))).astype("float32")
y = rng.normal(size=(64, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")


def train_head(frozen):
    norm = keras.layers.BatchNormalization(epsilon=1e-3)
    layers = [keras.Input((4,)), keras.layers.Dense(8), norm, keras.layers.ReLU()]
    base = keras.Sequential(layers)
    head = keras.layers.Dense(1)
    model = keras.Sequential([base, head])
    base.layers[0].set_weights([k1, np.zeros(8, "float32")])
    head.set_weights([k2, np.zeros(1, "float32")])
    for layer in frozen(base):
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.005), loss="mse")
    model.fit(x, y, batch_size=64, epochs=20, shuffle=False, verbose=0)
    return base.layers[0].kernel, norm.moving_mean, head.kernel


base_kernel, running_mean, head_kernel = train_head(lambda base: [base])
_, running_mean_left_out, _ = train_head(lambda base: base.layers[:1])
base_moved = float(np.abs(base_kernel.numpy() - k1).max())
head_moved = float(np.abs(head_kernel.numpy() - k2).max())

print("frozen weights moved by", base_moved, "| the head by", head_moved)
print("frozen batch norm's mean:", running_mean.numpy()[:3])
print("batch norm's mean when only the dense layer is frozen:", running_mean_left_out.numpy()[:3])
