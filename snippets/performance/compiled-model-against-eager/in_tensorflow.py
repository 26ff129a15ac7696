"""Time a small Keras network eagerly, without Keras, as a graph and through XLA, on this processor."""

import statistics
import time

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = tf.constant(rng.normal(size=(64, 128)).astype("float32"))
sizes = [128, 256, 256, 256, 10]
kernels = [rng.normal(size=s).astype("float32") / s[0] ** 0.5 for s in zip(sizes, sizes[1:])]

layers = [keras.layers.Dense(k.shape[1], activation="relu") for k in kernels[:-1]]
model = keras.Sequential([keras.Input((128,)), *layers, keras.layers.Dense(10)])
for layer, kernel in zip(model.layers, kernels):
    layer.set_weights([kernel, np.zeros(kernel.shape[1], "float32")])


def without_keras(t):
    for layer in model.layers[:-1]:
        t = tf.nn.relu(t @ layer.kernel.value + layer.bias.value)
    return t @ model.layers[-1].kernel.value + model.layers[-1].bias.value


def seconds(function, calls=20):
    start = time.perf_counter()
    for _ in range(calls):
        output = function(x)
    output.numpy()
    return time.perf_counter() - start, output


graph = tf.function(model)
compiled = tf.function(model, jit_compile=True)
seconds(model)
first_call, compiled_output = seconds(compiled, calls=1)
functions = (model, without_keras, graph, compiled)
eager_output, without_keras_output, graph_output, _ = (seconds(f)[1] for f in functions)
rounds = [[seconds(function)[0] for function in functions] for _ in range(15)]
_, *ratios = ([times[0] / times[k] for times in rounds] for k in range(4))
eager_over_without_keras, eager_over_graph, eager_over_compiled = ratios
first_call_in_eager_calls = first_call / statistics.median(times[0] / 20 for times in rounds)

quartiles = np.quantile(ratios, (0.25, 0.5, 0.75), axis=1).T.round(2)
print("eager over no Keras, graph and XLA, quartiles of 15 rounds:", *quartiles)
print(f"the first XLA call takes as long as {first_call_in_eager_calls:.0f} eager ones")
