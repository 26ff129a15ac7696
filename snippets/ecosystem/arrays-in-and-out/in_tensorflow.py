"""Give a tensor to SciPy and scikit-learn, and take a table from pandas."""

import numpy as np
import pandas as pd
import scipy.special
import tensorflow as tf
from sklearn.linear_model import LinearRegression

numbers = np.arange(6.0).reshape(3, 2)
table = pd.DataFrame(numbers, columns=["a", "b"])
tensor = tf.convert_to_tensor(numbers)

from_table = tf.convert_to_tensor(table)

special = scipy.special.erf(tensor)
special_type = type(special).__name__
model = LinearRegression().fit(tensor, tf.reduce_sum(tensor, axis=1))
predicted = model.predict(tensor)

weights = tf.Variable([1.0, 1.0])
numpy_takes_trained = isinstance(np.sqrt(weights), np.ndarray)

print("SciPy gives back", special_type, "| predicted", predicted.round(3).tolist())
