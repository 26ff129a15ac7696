"""Write a curve for TensorBoard from TensorFlow, and read it back with TensorBoard's readers."""

import tempfile

import numpy as np
import tensorflow as tf
from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.util import tensor_util

rng = np.random.default_rng(0)
losses = (np.exp(-np.arange(50) / 10) + 0.05 * rng.random(50)).astype("float32")

with tempfile.TemporaryDirectory() as folder:
    writer = tf.summary.create_file_writer(folder)
    with writer.as_default():
        for step, loss in enumerate(losses):
            tf.summary.scalar("loss", loss, step=step)
    writer.close()

    server = plugin_event_accumulator.EventAccumulator(folder)  # what the server shows pages from
    reader = event_accumulator.EventAccumulator(folder)  # what people read logs with in Python
    server.Reload()
    reader.Reload()

curve = [tensor_util.make_ndarray(event.tensor_proto).item() for event in server.Tensors("loss")]
steps = [event.step for event in server.Tensors("loss")]
plugin = server.SummaryMetadata("loss").plugin_data.plugin_name
scalar_tags, tensor_tags = reader.Tags()["scalars"], reader.Tags()["tensors"]
kept_by_reader = len(reader.Tensors("loss"))

print("points the server shows:", len(curve), "| plugin:", plugin, "| first:", curve[0])
print("the reader lists scalars", scalar_tags, "and tensors", tensor_tags)
print("points the reader keeps unless told otherwise:", kept_by_reader)
