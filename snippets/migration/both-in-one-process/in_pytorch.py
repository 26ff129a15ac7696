"""Use TensorFlow inside a PyTorch program: what passes between them, and in which order to import."""

import subprocess
import sys

import torch

weights = torch.tensor([3.0, -2.0, 1.0], requires_grad=True)
optimizer = torch.optim.SGD([weights], lr=0.1)

import tensorflow as tf  # after the optimiser, see the last lines

inside_tensorflow = tf.square(tf.constant(weights.detach().numpy()))
squares = torch.tensor(inside_tensorflow.numpy())
gradient_passes = squares.requires_grad
try:
    weights.numpy()
    error_without_detach = "none"
except RuntimeError as error:
    error_without_detach = type(error).__name__

(weights**2).sum().backward()
optimizer.step()
stepped = weights.detach()

other_order = "import tensorflow, torch; torch.optim.SGD([torch.ones(1)], lr=0.1)"
child = subprocess.run([sys.executable, "-c", other_order], capture_output=True, text=True)
other_order_ends_with = child.returncode
says_why = "inconsistency in registered CommandLine options" in child.stderr

print("squares made by TensorFlow:", squares.tolist(), "| a gradient passes:", gradient_passes)
print("a step of PyTorch's optimiser:", stepped.tolist())
print("TensorFlow imported before the optimiser is made: exit status", other_order_ends_with)
