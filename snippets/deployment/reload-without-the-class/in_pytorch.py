"""Export a model, compile it with AOTInductor, and run the files where its class is unknown."""

import json
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
import torch
from torch import nn
from torch.export import Dim

READER = """import json, sys, numpy, torch
x = torch.from_numpy(numpy.random.default_rng(0).normal(size=(5, 4)).astype("float32"))
try:
    print(json.dumps(LOAD(x).tolist()))
except Exception as error:
    print(json.dumps(type(error).__name__))
"""


class Gated(nn.Module):
    def __init__(self, kernel):
        super().__init__()
        self.kernel = nn.Parameter(torch.from_numpy(kernel))

    def forward(self, x):
        return torch.tanh(x @ self.kernel) * torch.sigmoid(x)


def in_fresh_process(load, path):
    command = [sys.executable, "-c", READER.replace("LOAD", load), path]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


rng = np.random.default_rng(0)
x = torch.from_numpy(rng.normal(size=(5, 4)).astype("float32"))
model = Gated(rng.normal(size=(4, 4)).astype("float32")).eval()
direct_output = model(x)
with tempfile.TemporaryDirectory() as folder:
    whole, saved, compiled = f"{folder}/whole.pt", f"{folder}/saved.pt2", f"{folder}/compiled.pt2"
    exported = torch.export.export(model, (x[:3],), dynamic_shapes=({0: Dim("rows")},))
    torch.save(model, whole), torch.export.save(exported, saved)
    torch._inductor.aoti_compile_and_package(exported, package_path=compiled)
    from_class = in_fresh_process("torch.load(sys.argv[1], weights_only=False)", whole)
    from_program = in_fresh_process("torch.export.load(sys.argv[1]).module()", saved)
    from_compiled = in_fresh_process("torch._inductor.aoti_load_package(sys.argv[1])", compiled)
    has_machine_code = any(name.endswith(".so") for name in zipfile.ZipFile(compiled).namelist())
print("whole:", from_class, "| program:", from_program[0], "| compiled:", from_compiled[0])
