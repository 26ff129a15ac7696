"""Scale gradients down so that their joint norm is at most one."""

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

print("joint norm before:", float(norm_before), "after:", float(norm_after))
print("clipped jointly:", clipped.numpy())
