"""Ask for a GPU on a machine that has none."""

import torch

available = torch.cuda.is_available()
x = torch.ones(2)
stays_on = x.device.type
try:
    x.to("cuda")
    asked_error = "none"
except (RuntimeError, AssertionError) as error:  # the class depends on how torch was built
    asked_error = "an error"
    message = str(error).splitlines()[0]
    print("x.to('cuda') raised:", message)

chosen = torch.device("cuda" if torch.cuda.is_available() else "cpu")
with_idiom = x.to(chosen).device.type

print("torch.cuda.is_available():", available, "| a plain tensor lies on the", stays_on)
print("the usual idiom ends up on the", with_idiom)
