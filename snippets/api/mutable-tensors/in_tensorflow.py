"""Change one element of a tensor."""

import tensorflow as tf

tensor = tf.zeros(3)
try:
    tensor[1] = 5.0
    assignment_error = "none"
except TypeError as error:
    assignment_error = type(error).__name__

variable = tf.Variable(tf.zeros(3))
variable[1].assign(5.0)
changed = tf.convert_to_tensor(variable)
copied = tf.tensor_scatter_nd_update(tensor, [[1]], [5.0])

print("tensor[1] = 5 raises", assignment_error)
print("a variable after variable[1].assign(5):", changed.numpy())
