"""Add two vectors and look at an intermediate value before the next line runs."""

import numpy as np
import torch

rng = np.random.default_rng(0)
a = rng.normal(size=(3,)).astype("float32")
b = rng.normal(size=(3,)).astype("float32")

total = torch.from_numpy(a) + torch.from_numpy(b)  # a breakpoint on the next line sees numbers
first = float(total[0])  # an ordinary Python number, in the middle of the computation
branch = "positive" if first > 0 else "not positive"
doubled = total * 2

print("total:", total)
print("first:", round(first, 6), "so the branch taken is:", branch)
