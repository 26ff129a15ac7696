"""Change a NumPy array after a tensor was made of it, and the tensor's array after it was taken."""

import numpy as np
import tensorflow as tf

array = np.zeros(4, "float32")
tensor = tf.convert_to_tensor(array)
copied = tf.constant(array)
array[0] = 7.0

owner = tf.ones(4)
taken = owner.numpy()
taken[1] = 5.0
tensor_can_be_read_in_place = np.shares_memory(np.asarray(owner), np.asarray(owner))
try:
    np.asarray(owner)[1] = 5.0
    writing_in_place = "none"
except ValueError as error:
    writing_in_place = str(error)

print("convert_to_tensor does not see the change:", tensor.numpy())
print("nor does constant:", copied.numpy())
print("a tensor whose array was changed:", owner.numpy())
print("writing into np.asarray of it:", writing_in_place)
