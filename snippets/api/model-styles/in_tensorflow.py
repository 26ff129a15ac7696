"""Build the same networks as a stack of layers, as a graph of layers and as a class."""

import warnings

import keras
import numpy as np
import tensorflow as tf
from keras.layers import Add, Dense, ReLU

rng = np.random.default_rng(0)
x = tf.constant(rng.normal(size=(5, 32)).astype("float32"))
other = tf.constant(rng.normal(size=(5, 32)).astype("float32"))
k1, k2 = (rng.normal(size=s).astype("float32") for s in ((32, 64), (64, 10)))


def filled(model):
    model.set_weights([k1, np.zeros(64, "float32"), k2, np.zeros(10, "float32")])
    return model


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = Dense(64, activation="relu"), Dense(10, activation="softmax")

    def call(self, inputs):
        return self.out(self.hidden(inputs))


stack = keras.Sequential([keras.Input((32,)), Dense(64, "relu"), Dense(10, "softmax")])
inputs = keras.Input((32,))
functional = keras.Model(inputs, Dense(10, "softmax")(Dense(64, "relu")(inputs)))
network = Network()
network(x)  # the first call makes the weights
stacked, by_functional, by_class = (filled(model)(x) for model in (stack, functional, network))

left, right, hidden = keras.Input((32,)), keras.Input((32,)), Dense(64)  # one layer for both
joined = ReLU()(Add()([hidden(left), hidden(right)]))
two_inputs = filled(keras.Model([left, right], Dense(10, "softmax")(joined)))([x, other])
parameters, functional_parameters = stack.count_params(), functional.count_params()
one_unit = keras.Sequential([keras.Input((10,)), Dense(1)]).count_params()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    old_style = keras.Sequential([Dense(64, "relu", input_shape=(32,)), Dense(10, "softmax")])
old_style_warns = [w.category.__name__ for w in caught if "input_shape" in str(w.message)]
old_style_parameters = old_style.count_params()
share_a_base = isinstance(stack, keras.Layer) and isinstance(stack.layers[0], keras.Layer)

print("parameters:", parameters, "and of one unit with ten inputs:", one_unit)
print("input_shape given to a layer issues:", old_style_warns)
