"""Convert a PyTorch model to LiteRT's format, and run the file where PyTorch is not loaded."""

import json
import os
import subprocess
import sys
import tempfile

import litert_torch
import numpy as np
import torch
from torch import nn

READER = """
import json, sys
import numpy as np
from ai_edge_litert.interpreter import Interpreter

images = np.random.default_rng(0).normal(size=(4, 8, 8, 3)).astype("float32")
run = Interpreter(sys.argv[1]).get_signature_runner()
(name, details), = run.get_input_details().items()
(output,) = run(**{name: images.transpose(0, 3, 1, 2)}).values()
loaded = any(name in sys.modules for name in ("torch", "tensorflow", "keras"))
print(json.dumps([output.tolist(), [int(n) for n in details["shape_signature"]], loaded]))
"""

rng = np.random.default_rng(0)
images = rng.normal(size=(4, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

model = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5)
).eval()
with torch.no_grad():
    for layer, kernel in ((model[0], k1.transpose(3, 2, 0, 1)), (model[4], k2.T)):
        layer.weight.copy_(torch.tensor(kernel)), layer.bias.zero_()
x = torch.tensor(images.transpose(0, 3, 1, 2))  # channels first
framework_output = model(x)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.tflite")
    litert_torch.convert(model, (x,)).export(path)
    command = [sys.executable, "-c", READER, path]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
litert_output, input_shape, framework_loaded = json.loads(answer)

print("PyTorch:", framework_output[0].detach())
print("LiteRT:", litert_output[0])
print("input of the file:", input_shape, "| a framework was loaded:", framework_loaded)
