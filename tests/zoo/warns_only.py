import warnings

warnings.warn("this will go away", DeprecationWarning, stacklevel=1)
x = 3
