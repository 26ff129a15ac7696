"""Train with each kernel cut in two by DTensor on two logical processors, and whole on one."""

import numpy as np
import tensorflow as tf
from tensorflow.experimental import dtensor

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 2)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 2)).astype("float32")

processor = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)
mesh = dtensor.create_mesh([("devices", 2)], devices=["CPU:0", "CPU:1"])
cut = dtensor.Layout.batch_sharded(mesh, "devices", rank=2)
everywhere = dtensor.Layout.replicated(mesh, rank=2)


def train(features, targets, kernels, relayout):
    @tf.function
    def step():
        with tf.GradientTape() as tape:
            outputs = tf.tanh(features @ kernels[0]) @ kernels[1]
            loss = tf.reduce_mean((outputs - targets) ** 2)
        for kernel, gradient in zip(kernels, tape.gradient(loss, kernels)):
            kernel.assign_sub(0.1 * relayout(gradient))

    for _ in range(5):
        step()


def shard(array):
    return dtensor.relayout(dtensor.copy_to_mesh(tf.constant(array), everywhere), cut)


sharded = [dtensor.DVariable(shard(k)) for k in (k1, k2)]
train(shard(x), shard(y), sharded, lambda gradient: dtensor.relayout(gradient, cut))
pieces = [dtensor.unpack(kernel.read_value()) for kernel in sharded]
held_by_each = [sum(int(tf.size(piece)) for piece in pair) for pair in zip(*pieces)]
sharded_kernel = tf.concat(pieces[0], axis=0)

whole = [tf.Variable(k) for k in (k1, k2)]
train(x, y, whole, tf.identity)
whole_kernel = whole[0].numpy()
all_elements = sum(int(tf.size(kernel)) for kernel in whole)

print("elements held by each device:", held_by_each, "of", all_elements)
print("furthest from the whole model:", np.abs(sharded_kernel - whole_kernel).max())
