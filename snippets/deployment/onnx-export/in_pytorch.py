"""Export a PyTorch model to ONNX and run it in ONNX Runtime."""

import os
import tempfile

import numpy as np
import onnxruntime
import torch
from torch import nn

rng = np.random.default_rng(0)
inputs = rng.normal(size=(2, 4)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 3)).astype("float32")

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).eval()
with torch.no_grad():
    for layer, kernel in ((model[0], k1), (model[2], k2)):
        layer.weight.copy_(torch.from_numpy(kernel.T))
        layer.bias.zero_()
framework_output = model(torch.from_numpy(inputs))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.onnx")
    torch.onnx.export(model, (torch.from_numpy(inputs),), path, dynamo=True, verbose=False)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (onnx_output,) = session.run(None, {session.get_inputs()[0].name: inputs})

print("PyTorch:", framework_output[0].detach())
print("ONNX Runtime:", onnx_output[0])
