"""Time a chain of small operations eagerly and through torch.compile, on this processor."""

import statistics
import time

import numpy as np
import torch

rng = np.random.default_rng(0)
x = torch.from_numpy(rng.normal(size=(256, 256)).astype("float32"))


def chain(t):
    for _ in range(20):
        t = torch.sin(t * 1.01 + 0.1) + x * 0.5
    return t


def seconds(function):
    start = time.perf_counter()
    function(x)
    return time.perf_counter() - start


compiled = torch.compile(chain)
eager_output, compiled_output = chain(x), compiled(x)
pairs = [(seconds(chain), seconds(compiled)) for _ in range(15)]
eager_over_compiled = statistics.median(e / c for e, c in pairs)

print(
    f"eager takes {eager_over_compiled:.2f} times as long as compiled, median of 15 interleaved runs"
)
