import torch

x = 0
while True:
    held = [held, torch.empty(1 << 32, dtype=torch.uint8, device="cuda")] if x else torch.empty(1, device="cuda")
    x += 1
