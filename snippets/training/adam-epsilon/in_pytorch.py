"""Adam on small gradients, with the default epsilon and with Keras's."""

import inspect

import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")


def one_step(gradient, **options):
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([parameter], lr=0.1, **options)
    parameter.grad = torch.tensor([gradient])
    optimizer.step()
    return parameter.detach()


default_epsilon = inspect.signature(torch.optim.Adam).parameters["eps"].default
step_with_default = one_step(1e-7)
step_on_a_thousandth = one_step(1e-3)
step_with_same_epsilon = one_step(1e-7, eps=1e-7)

print("default epsilon:", default_epsilon)
print("a step on a gradient of 1e-7:", step_with_default.item())
print("a step on a gradient of 1e-3:", step_on_a_thousandth.item())
print("on 1e-7 with epsilon 1e-7:", step_with_same_epsilon.item())
