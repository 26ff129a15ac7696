"""Stop in pdb in eager code, in a function given to torch.compile, and in one kept out of it."""

import io
import pdb
import sys

import torch


def double_then_add(x):
    y = x * 2
    breakpoint()
    return y + 1


@torch.compiler.disable
def look_at(y):
    breakpoint()
    return y


def debug(function, typed, calls=1):
    screen = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO(typed * calls), stdout=screen, readrc=False)
    debugger.prompt = ""
    sys.breakpointhook = debugger.set_trace
    results = [function(torch.ones(2)) for _ in range(calls)]
    lines = screen.getvalue().splitlines()
    return lines[-1], sum(line.startswith("> ") for line in lines), results[-1]


eager_sees, _, eager_result = debug(double_then_add, "p y\nc\n")
compiled = torch.compile(double_then_add, backend="eager")
captured_sees, stops_in_three_calls, captured_result = debug(compiled, "p y\nc\n", calls=3)
kept_out_sees, _, _ = debug(
    torch.compile(lambda x: look_at(x * 2) + 1, backend="eager"), "p y\nc\n"
)
with torch.compiler.set_stance("force_eager"):
    switched_sees, _, _ = debug(compiled, "p y\nc\n")
torch.compiler.reset()
try:
    debug(torch.compile(double_then_add, backend="eager", fullgraph=True), "c\n")
    fullgraph_error = "none"
except torch._dynamo.exc.Unsupported as error:
    fullgraph_error = type(error).__name__

print("eager, pdb sees:", eager_sees)
print("compiled, pdb sees:", captured_sees, "| stops in three calls:", stops_in_three_calls)
print("kept out of compilation, pdb sees:", kept_out_sees, "| forced to be eager:", switched_sees)
print("compiled as one full graph:", fullgraph_error)
