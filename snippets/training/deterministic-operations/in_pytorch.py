"""Add many numbers into ten bins, fifty times on four threads, and count the different results."""

import numpy as np
import torch

torch.set_num_threads(4)
rng = np.random.default_rng(0)
bins = torch.from_numpy(rng.integers(0, 10, size=200_000))
values = torch.from_numpy(rng.normal(size=200_000).astype("float32"))


def scattered():
    return torch.zeros(10).index_put((bins,), values, accumulate=True)


def counted():
    return torch.bincount(bins, weights=values)


def different_results(function):
    return len({function().numpy().tobytes() for _ in range(50)})


scatter_results = different_results(scattered)
count_results = different_results(counted)

torch.use_deterministic_algorithms(True)
scatter_results_switched = different_results(scattered)
count_results_switched = different_results(counted)
sums = scattered()
in_another_order = torch.zeros(10).index_put((bins.flip(0),), values.flip(0), accumulate=True)
try:
    torch.rand(4)
    unseeded_error = "none"
except RuntimeError as error:
    unseeded_error = type(error).__name__

print(
    "results of index_put before the switch:", scatter_results, "| after:", scatter_results_switched
)
print("results of bincount before the switch:", count_results, "| after:", count_results_switched)
print("a random draw without a seed, after the switch, raises:", unseeded_error)
