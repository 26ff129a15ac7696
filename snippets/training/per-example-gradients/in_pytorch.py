"""One gradient for each example of a batch, without a loop."""

import numpy as np
import torch
from torch.func import grad, vmap

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
w = rng.normal(size=(4,)).astype("float32")
x = rng.normal(size=(5, 4)).astype("float32")
y = rng.normal(size=(5,)).astype("float32")


def loss(weights, features, target):
    return (features @ weights - target) ** 2


weights, features, targets = (torch.as_tensor(v) for v in (w, x, y))
per_example = vmap(grad(loss), in_dims=(None, 0, 0))(weights, features, targets)

leaf = weights.clone().requires_grad_()
vmap(loss, in_dims=(None, 0, 0))(leaf, features, targets).sum().backward()
of_the_sum = leaf.grad
sum_of_rows = per_example.sum(dim=0)

print("one row an example:", tuple(per_example.shape))
print("first row:", per_example[0])
