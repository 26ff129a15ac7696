"""Print running sums from a compiled function: with a broken graph, and with the graph kept whole."""

import contextlib
import io

import numpy as np
import torch

x = torch.from_numpy(np.array([1.0, 2.0, 3.0], "float32"))
graphs = []


def note_graph(graph_module, example_inputs):
    graphs.append(graph_module)
    return graph_module.forward


def running_sum(values):
    total = torch.zeros(())
    for value in values:
        total = total + value
        print("sum:", total)
    return total


def captured(**options):
    torch.compiler.reset()
    graphs.clear()
    function = torch.compile(running_sum, backend=note_graph, **options)
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        result = [function(x) for _ in range(2)][-1]
    return result, screen.getvalue().splitlines(), len(graphs)


total_plain, plain_lines, graphs_plain = captured()
try:
    captured(fullgraph=True)
    whole_graph_error = "none"
except torch._dynamo.exc.Unsupported as error:
    whole_graph_error = type(error).__name__
torch._dynamo.config.reorderable_logging_functions.add(print)
total, kept_lines, graphs_kept = captured(fullgraph=True)
printed_values = [float(line.split("(")[1].rstrip(")")) for line in kept_lines]

print("plain print:", plain_lines, "and", graphs_plain, "graphs")
print("plain print, one graph demanded:", whole_graph_error)
print("print named as reorderable:", kept_lines, "and", graphs_kept, "graph")
