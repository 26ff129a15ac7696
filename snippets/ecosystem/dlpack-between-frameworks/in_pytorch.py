"""Take a TensorFlow tensor into PyTorch without a copy, and memory that begins at an odd place."""

import numpy as np
import tensorflow as tf
import torch

given = tf.zeros(4)
taken = torch.from_dlpack(given)
taken[0] = 5.0
given_afterwards = given.numpy()

odd = np.arange(5, dtype="float32")[1:]  # begins four bytes into its memory
sum_of_odd = torch.from_dlpack(odd).sum()

print("PyTorch's tensor:", taken)
print("TensorFlow's tensor, which nothing in TensorFlow can change:", given_afterwards)
print("sum over memory that begins at an odd place:", sum_of_odd.item())
