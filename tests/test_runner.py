"""What a process's end means, where no machine of ours can bring it about."""

from __future__ import annotations

import pytest
from crosscheck.runner import is_out_of_memory

SAID = [
    ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 14.74 GiB"),
    (
        "ResourceExhaustedError",
        "OOM when allocating tensor with shape[1,1] and type float on /job:localhost/device:GPU:0",
    ),
    ("RuntimeError", "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"),
    ("RuntimeError", "std::bad_alloc"),
    ("MemoryError", ""),
]
NOT_SAID = [
    ("RuntimeError", "CUDA error: an illegal memory access was encountered"),
    ("ValueError", "the memory format is channels_last"),
]


@pytest.mark.parametrize(("name", "message"), SAID)
def test_what_out_of_memory_looks_like(name: str, message: str) -> None:
    assert is_out_of_memory(name, message)


@pytest.mark.parametrize(("name", "message"), NOT_SAID)
def test_what_only_speaks_of_memory(name: str, message: str) -> None:
    assert not is_out_of_memory(name, message)
