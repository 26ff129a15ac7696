"""Give a tensor to SciPy and scikit-learn, and take a table from pandas."""

import numpy as np
import pandas as pd
import scipy.special
import torch
from sklearn.linear_model import LinearRegression

numbers = np.arange(6.0).reshape(3, 2)
table = pd.DataFrame(numbers, columns=["a", "b"])
tensor = torch.from_numpy(numbers)

try:
    from_table = torch.as_tensor(table)
    takes_a_table = True
except (TypeError, ValueError, RuntimeError) as error:
    takes_a_table = False
    from_table = torch.as_tensor(table.to_numpy(copy=True))
    print("a pandas table is refused:", type(error).__name__)

special = scipy.special.erf(tensor)
special_type = type(special).__name__
model = LinearRegression().fit(tensor, tensor.sum(dim=1))
predicted = model.predict(tensor)

weights = torch.ones(2, requires_grad=True)
try:
    np.sqrt(weights)
    numpy_takes_trained = True
except RuntimeError as error:
    numpy_takes_trained = False
    print("np.sqrt of a tensor with a gradient raised:", str(error)[:60])

print("SciPy gives back", special_type, "| predicted", predicted.round(3).tolist())
