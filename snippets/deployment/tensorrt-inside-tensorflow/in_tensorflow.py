"""Ask TensorFlow for its own TensorRT converter."""

import tensorflow as tf

try:
    tf.experimental.tensorrt.Converter(input_saved_model_dir="model")
    said = "nothing"
except RuntimeError as error:
    said = str(error)
build = tf.sysconfig.get_build_info()
built_for_cuda = build["is_cuda_build"]
name_is_there = hasattr(tf.experimental, "tensorrt")

print("tf.experimental.tensorrt exists:", name_is_there, "| built for CUDA:", built_for_cuda)
print("the converter says:", said)
