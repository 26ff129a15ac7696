"""Read what the installed package of PyTorch asks for."""

import importlib.metadata as metadata

import torch
from packaging.requirements import Requirement

name = metadata.packages_distributions()["torch"][0]
asked = [Requirement(line) for line in metadata.requires(name)]
always = {"extra": ""}
default = [r for r in asked if r.marker is None or r.marker.evaluate(always)]

nvidia = sorted(r.name for r in default if r.name.startswith(("nvidia", "cuda")))
pinned = [r.name for r in default if any(s.operator == "==" for s in r.specifier)]
brings_cuda = bool(nvidia)
pins_cuda_exactly = any(n.startswith("cuda-toolkit") for n in pinned)
asks_for_numpy = "numpy" in {r.name for r in default}
built_for_cuda = torch.version.cuda
cuda_major = built_for_cuda.split(".")[0]

print("the package is called", name, metadata.version(name))
print("Python", metadata.metadata(name)["Requires-Python"], "| asks for", len(default), "packages")
print("built for CUDA", built_for_cuda, "| NVIDIA's packages:", ", ".join(nvidia))
print("pinned to one version:", ", ".join(pinned))
