"""Export five functions to ONNX, see which are refused, and teach the exporter one of them."""

import os
import tempfile

import numpy as np
import onnxruntime
import torch
from onnxscript import opset18 as onnx_operators
from torch import nn

FUNCTIONS = {
    "sort": lambda x: torch.sort(x).values,
    "asinh": torch.asinh,
    "det": torch.linalg.det,
    "lgamma": torch.lgamma,
    "cholesky": torch.linalg.cholesky,
}
OPERATORS = {"lgamma": "prims.lgamma", "cholesky": "aten.linalg_cholesky_ex"}
inputs = torch.from_numpy((0.1 * np.ones((3, 3)) + 2 * np.eye(3)).astype("float32"))


class Model(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def through_onnx(function, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.onnx")
        model = Model(function).eval()
        torch.onnx.export(model, (inputs,), path, dynamo=True, verbose=False, **options)
        session = onnxruntime.InferenceSession(path)
        return session.run(None, {session.get_inputs()[0].name: inputs.numpy()})[0]


largest_error, refused, named = 0.0, [], []
for name, function in FUNCTIONS.items():
    try:
        error = np.abs(through_onnx(function) - function(inputs).numpy()).max()
        largest_error = max(largest_error, float(error))
    except torch.onnx.OnnxExporterError as refusal:
        refused.append(name)
        named.append(OPERATORS[name] in str(refusal))
error_names_operator = all(named)


def hypot_in_onnx(x, y):
    squares = onnx_operators.Add(onnx_operators.Mul(x, x), onnx_operators.Mul(y, y))
    return onnx_operators.Sqrt(squares)


def distance(x):
    return torch.hypot(x, x + 1)


try:
    through_onnx(distance)
    distance_untaught = "exported"
except torch.onnx.OnnxExporterError:
    distance_untaught = "refused"
table = {torch.ops.prims.hypot.default: hypot_in_onnx}
taught_output = through_onnx(distance, custom_translation_table=table)
framework_output = distance(inputs)

print("refused by the ONNX exporter:", refused, "| named in the error:", named)
print("largest error of the others:", largest_error)
print("hypot is", distance_untaught, "| once taught:", taught_output[0])
print("PyTorch:", framework_output[0])
