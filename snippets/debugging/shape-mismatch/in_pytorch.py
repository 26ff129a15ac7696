"""Multiply matrices that do not fit: in a layer, in compiled code, and last in plain code."""

import torch
from torch import nn

a, b = torch.zeros(2, 3), torch.zeros(4, 5)


def message_of(function):
    try:
        function()
        return "none"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def multiply(x, y):
    return x @ y


layer_message = message_of(lambda: nn.Linear(4, 5)(a))
captured_message = message_of(lambda: torch.compile(multiply, backend="eager")(a, b))
layer_names_itself = "Linear" in layer_message
captured_names_the_line = "return x @ y" in captured_message

print("layer:", layer_message)
print("compiled:", captured_message.splitlines()[0][:100])
print("plain:", flush=True)
multiply(a, b)
