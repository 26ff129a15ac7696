"""Batch ten numbers: the order, the last batch, and shuffling."""

import torch
from torch.utils.data import DataLoader, TensorDataset

numbers = TensorDataset(torch.arange(10))
batches = [batch.tolist() for (batch,) in DataLoader(numbers, batch_size=4)]
dropped = [batch.tolist() for (batch,) in DataLoader(numbers, batch_size=4, drop_last=True)]

shuffled = DataLoader(
    numbers, batch_size=10, shuffle=True, generator=torch.Generator().manual_seed(0)
)
first_epoch = next(iter(shuffled))[0].tolist()
second_epoch = next(iter(shuffled))[0].tolist()
sorted_epoch = sorted(first_epoch)
furthest_forward = max(value - place for place, value in enumerate(first_epoch))

print("in order:", batches)
print("last batch dropped:", dropped)
print("shuffled, two epochs:", first_epoch, second_epoch)
