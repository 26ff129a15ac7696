"""Count how often torch.compile compiles when the length of the input changes."""

import torch

compiled_with = []


def counting_backend(graph, inputs):
    compiled_with.append(len(compiled_with))
    return graph.forward


def total(x):
    return (x * x).sum()


function = torch.compile(total, backend=counting_backend)
counts_by_length, results = [], []
for length in (3, 4, 5, 6):
    results.append(function(torch.ones(length)))
    counts_by_length.append(len(compiled_with))

torch.compiler.reset()
compiled_with.clear()
static = torch.compile(total, backend=counting_backend, dynamic=False)
static_counts = []
for length in (3, 4, 5, 6):
    static(torch.ones(length))
    static_counts.append(len(compiled_with))

print("compilations so far, by length 3, 4, 5, 6:", counts_by_length)
print("the same with dynamic=False:", static_counts)
