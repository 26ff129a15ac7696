import torch

x = torch.ones(3).sum().item()
