"""Count how often tf.function traces when the length of the input changes."""

import tensorflow as tf


def total(x):
    return tf.reduce_sum(x * x)


function = tf.function(total)
counts_by_length, results = [], []
for length in (3, 4, 5, 6):
    results.append(function(tf.ones(length)))
    counts_by_length.append(function.experimental_get_tracing_count())

relaxed = tf.function(total, reduce_retracing=True)
relaxed_counts = []
for length in (3, 4, 5, 6):
    relaxed(tf.ones(length))
    relaxed_counts.append(relaxed.experimental_get_tracing_count())

signed = tf.function(total, input_signature=[tf.TensorSpec([None], tf.float32)])
for length in (3, 4, 5, 6):
    signed(tf.ones(length))
signed_count = signed.experimental_get_tracing_count()

plain_number = tf.function(lambda n: tf.constant(1.0) * n)
for number in (1, 2, 3):
    plain_number(number)
python_number_count = plain_number.experimental_get_tracing_count()

print("traces so far, by length 3, 4, 5, 6:", counts_by_length)
print("with reduce_retracing=True:", relaxed_counts, "| with a signature:", signed_count)
print("for three Python numbers:", python_number_count)
