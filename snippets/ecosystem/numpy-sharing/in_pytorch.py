"""Change a NumPy array after a tensor was made of it, and the tensor's array after it was taken."""

import numpy as np
import torch

array = np.zeros(4, "float32")
tensor = torch.from_numpy(array)
copied = torch.tensor(array)
array[0] = 7.0

owner = torch.ones(4)
taken = owner.numpy()
taken[1] = 5.0
tensor_can_be_read_in_place = np.shares_memory(owner.numpy(), owner.numpy())

print("from_numpy sees the change:", tensor)
print("torch.tensor does not:", copied)
print("a tensor whose array was changed:", owner)
