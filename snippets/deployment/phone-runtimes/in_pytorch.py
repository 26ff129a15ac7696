"""Lower a PyTorch model to ExecuTorch's format with XNNPACK, and run it in ExecuTorch."""

import numpy as np
import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.devtools.backend_debug import get_delegation_info
from executorch.exir import to_edge_transform_and_lower
from executorch.runtime import Runtime
from torch import nn

rng = np.random.default_rng(0)
images = rng.normal(size=(16, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

model = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5)
).eval()
with torch.no_grad():
    for layer, kernel in ((model[0], k1.transpose(3, 2, 0, 1)), (model[4], k2.T)):
        layer.weight.copy_(torch.tensor(kernel))
        layer.bias.zero_()
x = torch.tensor(images.transpose(0, 3, 1, 2))  # channels first
framework_output = model(x[:4])

batch = torch.export.Dim("batch", min=1, max=4)
exported = torch.export.export(model, (x[:4],), dynamic_shapes=({0: batch},))
lowered = to_edge_transform_and_lower(exported, partitioner=[XnnpackPartitioner()])
delegation = get_delegation_info(lowered.exported_program().graph_module)
nodes_given_to_xnnpack = delegation.num_delegated_nodes

program = Runtime.get().load_program(lowered.to_executorch().buffer)
method = program.load_method("forward")
(phone_output,) = method.execute([x[:4]])
(smaller_output,) = method.execute([x[:3]])
try:
    larger_shape = list(method.execute([x])[0].shape)
except RuntimeError as error:
    larger_shape = f"refused: {type(error).__name__}"

print("PyTorch:", framework_output[0].detach())
print("ExecuTorch:", phone_output[0], "| nodes given to XNNPACK:", nodes_given_to_xnnpack)
print("sixteen images, where the export named four at most:", larger_shape)
