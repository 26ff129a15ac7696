"""Save a model, load it into a fresh one, and compare the outputs."""

import os
import tempfile

import torch
from torch import nn

if torch.cuda.is_available():
    torch.set_default_device("cuda")

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
inputs = torch.ones(3, 4)
before = model(inputs)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.pt")
    torch.save(model.state_dict(), path)
    fresh = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    fresh.load_state_dict(torch.load(path))

    torch.save(model, path)  # the whole object, pickled
    try:
        torch.load(path)
        whole_object_error = "none"
    except Exception as error:
        whole_object_error = type(error).__name__
after = fresh(inputs)

print("largest difference after reloading:", (after - before).abs().max().item())
print("torch.load of a pickled model object:", whole_object_error)
