"""Use PyTorch's writer for TensorBoard with nothing but PyTorch installed."""

from importlib.metadata import requires

import torch

asks_for_tensorboard = any(line.startswith("tensorboard") for line in requires("torch"))

print("PyTorch", torch.__version__, "| its package asks for tensorboard:", asks_for_tensorboard)

from torch.utils.tensorboard import SummaryWriter

writer = SummaryWriter("logs")
writer.add_scalar("loss", 0.5, 0)
writer.close()
