"""Add two numbers."""

import numpy as np

total = np.float32(2) + np.float32(3)

print("alpha:", total)
