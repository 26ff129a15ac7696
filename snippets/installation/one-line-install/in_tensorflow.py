"""Resize an image and take a spectrum after: pip install tensorflow."""

import importlib.metadata as metadata

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
image = rng.random((1, 3, 8, 8)).astype("float32")
sound = rng.standard_normal(1024).astype("float32")

channels_last = tf.transpose(image, [0, 2, 3, 1])
resized = tf.transpose(tf.image.resize(channels_last, [4, 4]), [0, 3, 1, 2])
spectrum = tf.abs(tf.signal.stft(sound, frame_length=256, frame_step=128))

wave = tf.audio.encode_wav(sound[:, None], sample_rate=16000)
audio_works = bool(tf.audio.decode_wav(wave).sample_rate == 16000)

print("tensorflow", metadata.version("tensorflow"))
print("resized", tuple(resized.shape), "| spectrum", tuple(spectrum.shape))
print("reads and writes WAV:", audio_works)
