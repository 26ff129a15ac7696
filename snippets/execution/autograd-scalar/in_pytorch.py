"""Take the first and second derivative of a scalar function."""

import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

x = torch.tensor(1.5, requires_grad=True)
y = torch.sin(x) * x**2
(first,) = torch.autograd.grad(y, x, create_graph=True)
(second,) = torch.autograd.grad(first, x)

y = torch.sin(x) * x**2
y.backward()
y = torch.sin(x) * x**2
y.backward()
accumulated = x.grad

print("value:", y.item(), "first:", first.item(), "second:", second.item())
print("after two calls of backward() x.grad holds:", accumulated.item())
