"""Run a Keras model from C, as a SavedModel."""

import os
import pathlib
import subprocess
import tempfile

import keras
import numpy as np
import tensorflow as tf

PROGRAM = """
#include <cstdio>
#include <tensorflow/c/c_api.h>

int main() {
  TF_Status* status = TF_NewStatus();
  TF_Graph* graph = TF_NewGraph();
  TF_SessionOptions* options = TF_NewSessionOptions();
  const char* tags[] = {"serve"};
  TF_Session* session = TF_LoadSessionFromSavedModel(
      options, nullptr, "model", tags, 1, graph, nullptr, status);
  const int64_t shape[] = {2, 4};
  TF_Tensor* inputs = TF_AllocateTensor(TF_FLOAT, shape, 2, 8 * sizeof(float));
  for (int i = 0; i < 8; i++) static_cast<float*>(TF_TensorData(inputs))[i] = i / 8.0f;
  TF_Output from = {TF_GraphOperationByName(graph, "serving_default_inputs"), 0};
  TF_Output to = {TF_GraphOperationByName(graph, "StatefulPartitionedCall_1"), 0};
  TF_Tensor* outputs = nullptr;
  TF_SessionRun(session, nullptr, &from, &inputs, 1, &to, &outputs, 1, nullptr, 0, nullptr, status);
  if (TF_GetCode(status) != TF_OK) return std::puts(TF_Message(status)), 1;
  for (int i = 0; i < 6; i++) std::printf("%.9g ", static_cast<float*>(TF_TensorData(outputs))[i]);
}
"""

inputs = (np.arange(8, dtype="float32") / 8).reshape(2, 4)
keras.utils.set_random_seed(0)
layers = [keras.Input((4,), name="inputs")]
layers += [keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)]
model = keras.Sequential(layers)
framework_output = model(inputs)

root = os.path.dirname(tf.__file__)
libraries = ["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2", f"-Wl,-rpath,{root}"]
with tempfile.TemporaryDirectory() as folder:
    model.export(os.path.join(folder, "model"), verbose=False)
    signatures = list(tf.saved_model.load(os.path.join(folder, "model")).signatures)
    pathlib.Path(folder, "program.cpp").write_text(PROGRAM)
    command = ["g++", "program.cpp", "-o", "program", f"-I{root}/include", f"-L{root}", *libraries]
    subprocess.run(command, cwd=folder, check=True)
    linked = subprocess.run(["ldd", "program"], cwd=folder, capture_output=True, text=True).stdout
    said = subprocess.run("./program", cwd=folder, capture_output=True, text=True, check=True)
native_output = np.array(said.stdout.split(), "float32").reshape(2, 3)
links_python = "libpython" in linked

print("Keras in Python:", framework_output[0].numpy())
print("SavedModel in C:", native_output[0], "| its signatures:", signatures)
print("the program links Python:", links_python)
