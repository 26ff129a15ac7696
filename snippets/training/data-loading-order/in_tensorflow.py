"""Batch ten numbers: the order, the last batch, shuffling, and a source of our own."""

import tensorflow as tf

numbers = tf.data.Dataset.range(10)
batches = [batch.numpy().tolist() for batch in numbers.batch(4)]
dropped = [batch.numpy().tolist() for batch in numbers.batch(4, drop_remainder=True)]

shuffled = numbers.shuffle(10, seed=0).batch(10)
first_epoch = next(iter(shuffled)).numpy().tolist()
second_epoch = next(iter(shuffled)).numpy().tolist()
sorted_epoch = sorted(first_epoch)

small_buffer = next(iter(numbers.shuffle(2, seed=0).batch(10))).numpy().tolist()
furthest_forward = max(value - place for place, value in enumerate(small_buffer))


def squares():
    for place in range(10):
        yield place**2


own_source = tf.data.Dataset.from_generator(squares, output_signature=tf.TensorSpec((), tf.int64))
plus_one = own_source.map(lambda number: number + 1)  # a transformation of the stream
own = [batch.numpy().tolist() for batch in plus_one.batch(4)]

print("in order:", batches)
print("last batch dropped:", dropped)
print("shuffled, two epochs:", first_epoch, second_epoch)
print("shuffled with a buffer of 2:", small_buffer)
print("from a generator of our own:", own)
