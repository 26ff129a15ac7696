"""Take a PyTorch tensor into TensorFlow without a copy, and memory that begins at an odd place."""

import subprocess
import sys

import tensorflow as tf
import torch

given = torch.zeros(4)
taken = tf.experimental.dlpack.from_dlpack(given.__dlpack__())
given[0] = 5.0
given_afterwards = given.numpy()

sum_unaligned = """
import tensorflow as tf
import torch
odd = torch.arange(5.0)[1:]  # begins four bytes into its memory
print(tf.reduce_sum(tf.experimental.dlpack.from_dlpack(odd.__dlpack__())))
"""
child = subprocess.run([sys.executable, "-c", sum_unaligned], capture_output=True, text=True)
child_ended_by_signal = -child.returncode
child_says_why = "Check failed: IsAligned()" in child.stderr

odd = torch.arange(5.0)[1:].clone()  # a copy begins where memory was set aside
sum_of_odd = tf.reduce_sum(tf.experimental.dlpack.from_dlpack(odd.__dlpack__()))

print("TensorFlow's tensor after PyTorch changed its own:", taken.numpy())
print("summing a view without a copy ended the process by signal", child_ended_by_signal)
print("sum of a copy of the view:", float(sum_of_odd))
