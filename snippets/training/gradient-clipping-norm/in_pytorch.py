"""Scale gradients down so that their joint norm is at most one."""

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
g1 = (3 * rng.normal(size=(4,))).astype("float32")
g2 = (3 * rng.normal(size=(2, 2))).astype("float32")

parameters = [torch.zeros(4, requires_grad=True), torch.zeros(2, 2, requires_grad=True)]
parameters[0].grad, parameters[1].grad = torch.tensor(g1), torch.tensor(g2)
norm_before = torch.nn.utils.clip_grad_norm_(parameters, max_norm=1.0)
clipped = torch.cat([p.grad.flatten() for p in parameters])
norm_after = torch.linalg.vector_norm(clipped)

parameters[0].grad, parameters[1].grad = torch.tensor(g1), torch.tensor(g2)
for parameter in parameters:
    torch.nn.utils.clip_grad_norm_([parameter], max_norm=1.0)
clipped_one_by_one = torch.cat([p.grad.flatten() for p in parameters])

print("joint norm before:", norm_before.item(), "after:", norm_after.item())
print("clipped jointly:", clipped)
