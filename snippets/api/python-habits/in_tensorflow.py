"""Use a tensor as one would use a list or a NumPy array."""

import tensorflow as tf

numbers = tf.constant([1, 2, 3, 4])
halves = tf.constant([0.5, 0.5, 0.5, 0.5])


def error_of(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "none"


device_type = tf.DeviceSpec.from_string(numbers.device).device_type.lower()
iterated = [int(number) for number in numbers]
length = len(numbers)
masked = numbers[numbers > 2]
looked_up = ["a", "b", "c"][numbers[1]]
added_up = sum(numbers)

mixed_types = error_of(lambda: numbers + halves)
python_float = error_of(lambda: numbers + 1.5)
list_of_places = error_of(lambda: numbers[[0, 2]])
backwards = error_of(lambda: numbers[::-1])
own_method = error_of(lambda: numbers.sum())
names_at_the_top = sum(not name.startswith("_") for name in dir(tf))

tf.experimental.numpy.experimental_enable_numpy_behavior()  # NumPy's rules, on request
after_switch = [error_of(lambda: numbers + halves), error_of(lambda: numbers[[0, 2]])]

print("type and device of [1, 2, 3, 4]:", numbers.dtype.name, device_type)
print("whole numbers + halves:", mixed_types, "| whole numbers + 1.5:", python_float)
print("[[0, 2]]:", list_of_places, "| [::-1]:", backwards, "| .sum():", own_method)
print("after switching to NumPy's rules:", after_switch)
print("public names in tf itself:", names_at_the_top)
