"""Scale gradients down so that their joint norm is at most one."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
g1 = (3 * rng.normal(size=(4,))).astype("float32")
g2 = (3 * rng.normal(size=(2, 2))).astype("float32")

gradients, norm_before = tf.clip_by_global_norm([tf.constant(g1), tf.constant(g2)], clip_norm=1.0)
clipped = tf.concat([tf.reshape(g, [-1]) for g in gradients], axis=0)
norm_after = tf.norm(clipped)

one_by_one = [tf.clip_by_norm(tf.constant(g), 1.0) for g in (g1, g2)]
clipped_one_by_one = tf.concat([tf.reshape(g, [-1]) for g in one_by_one], axis=0)


def stepped(**options):
    variables = [tf.Variable(tf.zeros(4)), tf.Variable(tf.zeros((2, 2)))]
    optimizer = keras.optimizers.SGD(learning_rate=1.0, **options)
    optimizer.apply_gradients(zip([tf.constant(g1), tf.constant(g2)], variables))
    return -tf.concat([tf.reshape(v, [-1]) for v in variables], axis=0)


by_clipnorm, by_global_clipnorm = stepped(clipnorm=1.0), stepped(global_clipnorm=1.0)

print("joint norm before:", float(norm_before), "after:", float(norm_after))
print("clipped jointly:", clipped.numpy())
