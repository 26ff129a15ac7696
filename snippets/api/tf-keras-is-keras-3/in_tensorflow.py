"""Which Keras is tf.keras?"""

import keras
import tensorflow as tf

version = tf.keras.__version__
major = int(version.split(".")[0])
same_class = tf.keras.Model is keras.Model
same_version = version == keras.__version__
has_estimators = hasattr(tf, "estimator")

print("tf.keras is version", version)
print("tf.keras.Model is keras.Model:", same_class)
print("tf.estimator is there:", has_estimators)
