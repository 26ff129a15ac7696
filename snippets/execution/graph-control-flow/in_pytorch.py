"""Capture a function whose branch depends on a value, with torch.compile."""

import torch

device = "cuda" if torch.cuda.is_available() else "cpu"


def scale(x):
    if x.sum() > 0:
        return x * 2
    return x - 1


def scale_with_cond(x):
    return torch.cond(x.sum() > 0, lambda t: t * 2, lambda t: t - 1, (x,))


positive, negative = torch.tensor([[1.0, 2.0], [-1.0, -2.0]], device=device)
eager = [scale(positive), scale(negative)]
compiled = torch.compile(scale, backend="eager")
captured = [compiled(positive), compiled(negative)]
graphs = torch._dynamo.explain(scale)(positive).graph_count

torch.compiler.reset()
try:
    torch.compile(scale, backend="eager", fullgraph=True)(positive)
    one_graph_error = "none"
except Exception as error:
    one_graph_error = type(error).__name__
torch.compiler.reset()
whole = torch.compile(scale_with_cond, backend="eager", fullgraph=True)
with_cond = [whole(positive), whole(negative)]

print("eager:", eager)
print("torch.compile:", captured, "in", graphs, "graphs, split at the branch")
print("fullgraph=True:", one_graph_error, "| torch.cond in one graph:", with_cond)
