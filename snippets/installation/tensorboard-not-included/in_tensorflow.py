"""Use TensorFlow's writer for TensorBoard with nothing but TensorFlow installed."""

from importlib.metadata import requires

import tensorflow as tf

asks_for_tensorboard = any(line.startswith("tensorboard") for line in requires("tensorflow"))

print("TensorFlow", tf.__version__, "| its package asks for tensorboard:", asks_for_tensorboard)

writer = tf.summary.create_file_writer("logs")
with writer.as_default():
    tf.summary.scalar("loss", 0.5, step=0)
writer.close()
