"""Seed the generator, draw, seed again, draw again."""

import torch

torch.manual_seed(7)
first = torch.rand(4)
second = torch.rand(4)
torch.manual_seed(7)
again = torch.rand(4)

torch.use_deterministic_algorithms(True)
x = torch.arange(6.0)
deterministic_sum = x.index_add(0, torch.tensor([0, 0, 1]), torch.ones(3))

print("seed 7:", first)
print("seed 7 again:", again)
print("index_add with deterministic algorithms:", deterministic_sum)
