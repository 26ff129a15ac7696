"""Add two numbers."""

import numpy as np

total = np.add(2.0, 3.0)

print("beta:", total)
