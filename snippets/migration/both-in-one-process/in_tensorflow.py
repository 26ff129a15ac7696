"""Use PyTorch inside a TensorFlow program: what passes between them, and what still works."""

import tensorflow as tf
import torch

weights = tf.Variable([3.0, -2.0, 1.0])
optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)

with tf.GradientTape() as tape:
    inside_pytorch = torch.square(torch.tensor(weights.numpy()))
    squares = tf.constant(inside_pytorch.numpy())
    total = tf.reduce_sum(squares)
gradient_passes = tape.gradient(total, weights) is not None

with tf.GradientTape() as tape:
    loss = tf.reduce_sum(weights**2)
optimizer.apply_gradients([(tape.gradient(loss, weights), weights)])
stepped = weights.numpy()

compiled_by_xla = tf.function(tf.square, jit_compile=True)(tf.constant([3.0, -2.0, 1.0]))
slope = torch.tensor(3.0, requires_grad=True)
(slope**2).backward()
torch_gradient = slope.grad.item()

print("squares made by PyTorch:", squares.numpy().tolist(), "| a gradient passes:", gradient_passes)
print("a step of Keras's optimiser:", stepped.tolist())
print(
    "XLA still compiles:", compiled_by_xla.numpy().tolist(), "| PyTorch's gradient:", torch_gradient
)
