"""Batch ten numbers: the order, the last batch, shuffling, and a source of our own."""

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset
from torch.utils.data.datapipes.iter import IterableWrapper

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


def square_plus_one(place):
    return place**2 + 1


class Squares(Dataset):
    def __len__(self):
        return 10

    def __getitem__(self, place):
        return square_plus_one(place)  # a transformation is code of our own


own = [batch.tolist() for batch in DataLoader(Squares(), batch_size=4)]
piped = list(IterableWrapper(range(10)).map(square_plus_one))  # a data pipe has map

print("in order:", batches)
print("last batch dropped:", dropped)
print("shuffled, two epochs:", first_epoch, second_epoch)
print("from a class of our own:", own, "| by the map of a data pipe:", piped)
