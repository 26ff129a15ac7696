"""Read what the installed package of TensorFlow asks for."""

import importlib.metadata as metadata

import tensorflow as tf
from packaging.requirements import Requirement

name = metadata.packages_distributions()["tensorflow"][0]
asked = [Requirement(line) for line in metadata.requires(name)]
always = {"extra": ""}
default = [r for r in asked if r.marker is None or r.marker.evaluate(always)]
with_cuda = [r for r in asked if r.marker and r.marker.evaluate({"extra": "and-cuda"})]

nvidia = sorted(r.name for r in default if r.name.startswith(("nvidia", "cuda")))
on_request = sorted(r.name for r in with_cuda if r.name.startswith("nvidia"))
pinned = [r.name for r in default + with_cuda if any(s.operator == "==" for s in r.specifier)]
brings_cuda = bool(nvidia)
brings_cuda_on_request = bool(on_request)
pins_cuda_exactly = any(n.startswith("nvidia") for n in pinned)
asks_for_numpy = "numpy" in {r.name for r in default}
built_for_cuda = tf.sysconfig.get_build_info()["cuda_version"]
cuda_major = built_for_cuda.split(".")[0]

print("the package is called", name, metadata.version(name))
print("Python", metadata.metadata(name)["Requires-Python"], "| asks for", len(default), "packages")
print("built for CUDA", built_for_cuda, "| with the extra and-cuda:", ", ".join(on_request))
print("pinned to one version:", ", ".join(pinned) or "none")
