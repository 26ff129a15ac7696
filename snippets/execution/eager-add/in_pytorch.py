"""Add two vectors and look at an intermediate value before the next line runs."""

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
a = rng.normal(size=(3,)).astype("float32")
b = rng.normal(size=(3,)).astype("float32")

total = torch.as_tensor(a) + torch.as_tensor(b)  # a breakpoint on the next line sees numbers
first = float(total[0])  # an ordinary Python number, in the middle of the computation
branch = "positive" if first > 0 else "not positive"
doubled = total * 2

print("total:", total)
print("first:", round(first, 6), "so the branch taken is:", branch)
