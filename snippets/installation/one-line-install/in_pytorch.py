"""Resize an image and take a spectrum after: pip install torch torchvision torchaudio."""

import importlib.metadata as metadata

import numpy as np
import torch
from torchvision.transforms.v2 import functional as image_functions

rng = np.random.default_rng(0)
image = rng.random((1, 3, 8, 8)).astype("float32")
sound = rng.standard_normal(1024).astype("float32")

resized = image_functions.resize(torch.from_numpy(image), [4, 4], antialias=False)
window = torch.hann_window(256)
spectrum = (
    torch.stft(torch.from_numpy(sound), 256, 128, window=window, center=False, return_complex=True)
    .abs()
    .T
)

try:
    import torchaudio

    audio_imports = bool(torchaudio.__version__)
except RuntimeError as error:
    audio_imports = False
    print("import torchaudio raised:", error)

for package in ("torch", "torchvision", "torchaudio"):
    print(package, metadata.version(package))
print("resized", tuple(resized.shape), "| spectrum", tuple(spectrum.shape))
