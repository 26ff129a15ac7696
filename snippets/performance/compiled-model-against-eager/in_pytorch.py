"""Time a small network eagerly and through torch.compile."""

import statistics
import time

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
x = torch.from_numpy(rng.normal(size=(64, 128)).astype("float32"))
sizes = [128, 256, 256, 256, 10]
kernels = [rng.normal(size=s).astype("float32") / s[0] ** 0.5 for s in zip(sizes, sizes[1:])]

layers = []
for kernel in kernels:
    layers += [nn.Linear(*kernel.shape), nn.ReLU()]
model = nn.Sequential(*layers[:-1]).eval()
with torch.no_grad():
    for layer, kernel in zip(model[::2], kernels):
        layer.weight.copy_(torch.from_numpy(kernel.T))
        layer.bias.zero_()
device = "cuda" if torch.cuda.is_available() else "cpu"
model, x = model.to(device), x.to(device)


@torch.no_grad()
def seconds(function, calls=20):
    start = time.perf_counter()
    for _ in range(calls):
        output = function(x)
    if device == "cuda":
        torch.cuda.synchronize()  # a call returns before the card has finished
    return time.perf_counter() - start, output


compiled = torch.compile(model, fullgraph=True)
seconds(model)
first_call, compiled_output = seconds(compiled, calls=1)
_, eager_output = seconds(model)
pairs = [(seconds(model)[0], seconds(compiled)[0]) for _ in range(15)]
eager_over_compiled = [e / c for e, c in pairs]
first_call_in_eager_calls = first_call / statistics.median(e / 20 for e, _ in pairs)

low, median, high = statistics.quantiles(eager_over_compiled, method="inclusive")
print(f"eager takes {median:.2f} times as long as compiled, median of 15 rounds;")
print(f"the middle half lies between {low:.2f} and {high:.2f}")
print(f"the first compiled call takes as long as {first_call_in_eager_calls:.0f} eager ones")
