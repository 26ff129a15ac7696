"""Seed the generator, draw, seed again, draw again."""

import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

torch.manual_seed(7)
first = torch.rand(4)
second = torch.rand(4)
torch.manual_seed(7)
again = torch.rand(4)
second_again = torch.rand(4)

print("seed 7:", first)
print("seed 7 again:", again)
