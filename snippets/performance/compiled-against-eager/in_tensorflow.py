"""Time a chain of small operations eagerly, through tf.function and through XLA, on this processor."""

import statistics
import time

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = tf.constant(rng.normal(size=(256, 256)).astype("float32"))


def chain(t):
    for _ in range(20):
        t = tf.sin(t * 1.01 + 0.1) + x * 0.5
    return t


def seconds(function):
    start = time.perf_counter()
    function(x).numpy()
    return time.perf_counter() - start


graph = tf.function(chain)
xla = tf.function(chain, jit_compile=True)
eager_output, compiled_output, graph_output = chain(x), xla(x), graph(x)
triples = [(seconds(chain), seconds(graph), seconds(xla)) for _ in range(15)]
eager_over_graph = [e / g for e, g, _ in triples]
eager_over_compiled = [e / c for e, _, c in triples]

for name, ratios in (("the graph", eager_over_graph), ("XLA", eager_over_compiled)):
    low, median, high = statistics.quantiles(ratios, method="inclusive")
    print(f"eager takes {median:.2f} times as long as {name}, median of 15 interleaved runs;")
    print(f"the middle half lies between {low:.2f} and {high:.2f}")
