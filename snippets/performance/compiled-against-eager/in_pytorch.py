"""Time a chain of small operations eagerly and through torch.compile."""

import statistics
import time

import numpy as np
import torch

rng = np.random.default_rng(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
x = torch.from_numpy(rng.normal(size=(256, 256)).astype("float32")).to(device)


def chain(t):
    for _ in range(20):
        t = torch.sin(t * 1.01 + 0.1) + x * 0.5
    return t


def seconds(function):
    start = time.perf_counter()
    function(x)
    if device == "cuda":
        torch.cuda.synchronize()  # a call returns before the card has finished
    return time.perf_counter() - start


compiled = torch.compile(chain)
eager_output, compiled_output = chain(x), compiled(x)
pairs = [(seconds(chain), seconds(compiled)) for _ in range(15)]
eager_over_compiled = [e / c for e, c in pairs]

low, median, high = statistics.quantiles(eager_over_compiled, method="inclusive")
print(f"eager takes {median:.2f} times as long as compiled, median of 15 interleaved runs;")
print(f"the middle half lies between {low:.2f} and {high:.2f}")
