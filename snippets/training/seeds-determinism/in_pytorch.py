"""Seed the generator, draw, seed again, draw again."""

import torch

torch.manual_seed(7)
first = torch.rand(4)
second = torch.rand(4)
torch.manual_seed(7)
again = torch.rand(4)
second_again = torch.rand(4)

print("seed 7:", first)
print("seed 7 again:", again)
