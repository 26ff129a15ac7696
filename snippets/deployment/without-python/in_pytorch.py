"""Run a model from C++, once as TorchScript and once compiled ahead of time."""

import os
import pathlib
import subprocess
import tempfile
import warnings

import numpy as np
import torch
from torch import nn

PROGRAM = """
#include <iostream>
#include <torch/csrc/inductor/aoti_package/model_package_loader.h>
#include <torch/script.h>

void show(const at::Tensor& values) {
  for (int i = 0; i < values.numel(); i++) std::cout << values.flatten()[i].item<float>() << " ";
  std::cout << std::endl;
}

int main() {
  c10::InferenceMode guard;
  std::cout.precision(9);
  at::Tensor inputs = at::arange(8, at::kFloat).reshape({2, 4}) / 8;
  show(torch::jit::load("model.pt").forward({inputs}).toTensor());
  show(torch::inductor::AOTIModelPackageLoader("model.pt2").run({inputs})[0]);
}
"""

inputs = torch.arange(8, dtype=torch.float32).reshape(2, 4) / 8
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).eval()
framework_output = model(inputs)

root = os.path.dirname(torch.__file__)
folders = [f"-I{root}/include", f"-I{root}/include/torch/csrc/api/include", f"-L{root}/lib"]
libraries = ["-Wl,--no-as-needed", f"-Wl,-rpath,{root}/lib", "-ltorch", "-ltorch_cpu", "-lc10"]
with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
    warnings.simplefilter("ignore")  # TorchScript is deprecated; another pair looks at that
    torch.jit.script(model).save(os.path.join(folder, "model.pt"))
    exported = torch.export.export(model, (inputs,))
    package = os.path.join(folder, "model.pt2")
    torch._inductor.aoti_compile_and_package(exported, package_path=package)
    pathlib.Path(folder, "program.cpp").write_text(PROGRAM)
    command = ["g++", "-std=c++20", "program.cpp", "-o", "program", *folders, *libraries]
    subprocess.run(command, cwd=folder, check=True)
    linked = subprocess.run(["ldd", "program"], cwd=folder, capture_output=True, text=True).stdout
    said = subprocess.run("./program", cwd=folder, capture_output=True, text=True, check=True)
lines = [np.array(line.split(), "float32").reshape(2, 3) for line in said.stdout.splitlines()]
script_output, native_output = lines
links_python = "libpython" in linked

print("PyTorch in Python:", framework_output[0].detach())
print("TorchScript in C++:", script_output[0], "| compiled ahead, in C++:", native_output[0])
print("the program links Python:", links_python)
