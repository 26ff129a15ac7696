"""Multiply two matrices that do not fit, eagerly and compiled, and see where the error says it arose."""

import traceback

import torch


def project(rows, weights):
    scaled = rows * 2
    return scaled @ weights


def fail(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        return error
    raise SystemExit("no error was raised")


rows, weights = torch.ones(2, 3), torch.ones(2, 3)
faulty_line = project.__code__.co_firstlineno + 2

eager_error = fail(project, rows, weights)
eager_line = traceback.extract_tb(eager_error.__traceback__)[-1].line

compiled = torch.compile(project, backend="eager", dynamic=True)
fitting = compiled(rows, weights.T)
captured_error = fail(compiled, rows, weights)
captured_class = type(captured_error).__name__
captured_names_line = f"line {faulty_line}, in project" in str(captured_error)

print("eager:", type(eager_error).__name__, "| at:", eager_line)
print("compiled for sizes that may vary:", captured_class, "| names the line:", captured_names_line)
