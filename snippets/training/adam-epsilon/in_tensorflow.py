"""Adam on small gradients, with the default epsilon."""

import keras
import tensorflow as tf


def one_step(gradient, **options):
    parameter = tf.Variable([0.0])
    optimizer = keras.optimizers.Adam(learning_rate=0.1, **options)
    optimizer.apply_gradients([(tf.constant([gradient]), parameter)])
    return tf.convert_to_tensor(parameter)


default_epsilon = keras.optimizers.Adam().epsilon
step_with_default = one_step(1e-7)
step_on_a_thousandth = one_step(1e-3)
step_with_same_epsilon = one_step(1e-7, epsilon=1e-7)

print("default epsilon:", default_epsilon)
print("a step on a gradient of 1e-7:", float(step_with_default[0]))
print("a step on a gradient of 1e-3:", float(step_on_a_thousandth[0]))
