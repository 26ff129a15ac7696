"""A convolution with stride 2 and the padding that people translate "same" into."""

import numpy as np
import torch
import torch.nn.functional as F

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
image = rng.normal(size=(1, 8, 8, 3)).astype("float32")  # height, width, channels
kernel = rng.normal(size=(3, 3, 3, 4)).astype("float32")  # height, width, in, out

x = torch.as_tensor(image).permute(0, 3, 1, 2)
w = torch.as_tensor(kernel).permute(3, 2, 0, 1)
usual = F.conv2d(x, w, stride=2, padding=1).permute(0, 2, 3, 1)
matching = F.conv2d(F.pad(x, (0, 1, 0, 1)), w, stride=2).permute(0, 2, 3, 1)
try:
    F.conv2d(x, w, stride=2, padding="same")
    same_error = "none"
except RuntimeError as error:
    same_error = str(error)

print("padding=1:", tuple(usual.shape), "first value", usual[0, 0, 0, 0].item())
print("padded right and below:", tuple(matching.shape), "first value", matching[0, 0, 0, 0].item())
print('padding="same":', same_error)
