"""See when print runs, and what a debugger would see, inside a function given to torch.compile."""

import contextlib
import io

import torch

seen = []


def double(x):
    y = x * 2
    print("python print")
    seen.append(type(y).__name__)
    return y


compiled = torch.compile(double, backend="eager")
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    for _ in range(3):
        result = compiled(torch.ones(2))
python_prints = printed.getvalue().count("python print")


def add_one(x):
    y = x * 2
    print("between two operations")
    return y + 1


graphs_around_a_print = torch._dynamo.explain(add_one)(torch.ones(2)).graph_count

seen.clear()
torch.compiler.reset()
with torch.compiler.set_stance("force_eager"):
    result_uncompiled = compiled(torch.ones(2))
seen_when_eager = list(seen)

print("three calls ran Python's print", python_prints, "times")
print("an operation on each side of a print makes", graphs_around_a_print, "graphs")
print("with compilation switched off the function sees a", seen_when_eager[0])
