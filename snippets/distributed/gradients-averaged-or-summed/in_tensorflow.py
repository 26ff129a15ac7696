"""One step on two replicas, with the mean and with the sum of the losses, against one device."""

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
x = rng.normal(size=(16, 4)).astype("float32")
y = rng.normal(size=(16, 1)).astype("float32")
kernel = rng.normal(size=(4, 1)).astype("float32")

processor = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)
mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
one_device = tf.distribute.get_strategy()


def step(strategy, reduction, share=1.0):
    with strategy.scope():
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, use_bias=False)])
        model.set_weights([kernel])
        optimizer = keras.optimizers.SGD(learning_rate=0.01)

    @tf.function
    def on_replica(features, targets):
        with tf.GradientTape() as tape:
            loss = share * reduction((model(features, training=True) - targets) ** 2)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)

    batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)
    for features, targets in strategy.experimental_distribute_dataset(batches):
        strategy.run(on_replica, args=(features, targets))
    return model.get_weights()[0].ravel() - kernel.ravel()


mean_step, sum_step = step(mirrored, tf.reduce_mean), step(mirrored, tf.reduce_sum)
joint_mean_step, joint_sum_step = step(one_device, tf.reduce_mean), step(one_device, tf.reduce_sum)
twice_joint_mean_step = 2 * joint_mean_step
shared_mean_step = step(mirrored, tf.reduce_mean, share=1 / mirrored.num_replicas_in_sync)

print("mean of the losses, two replicas over one:", mean_step / joint_mean_step)
print("sum of the losses, two replicas over one:", sum_step / joint_sum_step)
