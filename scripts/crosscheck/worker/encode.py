"""Turn what a script left into JSON, without importing a framework."""

from __future__ import annotations

import base64
import sys

MAX_ITEMS = 100_000


def encode(value: object, depth: int = 0) -> dict[str, object]:
    """Turn a value into JSON: `kind` and its content. Raises TypeError for what cannot be compared."""
    if depth > 8:
        raise TypeError("nested deeper than 8")
    if value is None:
        return {"kind": "none"}
    if isinstance(value, bool):
        return {"kind": "boolean", "value": value}
    if isinstance(value, (int, float)) and type(value).__module__ == "builtins":
        return {"kind": "number", "value": repr(value)}
    if isinstance(value, str):
        return {"kind": "text", "value": str(value)}
    if hasattr(value, "as_list") and not hasattr(value, "dtype"):  # tf.TensorShape
        value = value.as_list()
    if isinstance(value, (list, tuple)):
        return {"kind": "list", "items": [encode(item, depth + 1) for item in value]}
    if isinstance(value, dict):
        items = {str(key): encode(item, depth + 1) for key, item in value.items()}
        return {"kind": "mapping", "items": items}
    return encode_array(value)


def encode_array(value: object) -> dict[str, object]:
    """Encode a tensor or array of any framework: element type, shape, little-endian bytes in C order."""
    name = str(getattr(getattr(value, "dtype", None), "name", None) or getattr(value, "dtype", "")).split(".")[-1]
    if hasattr(value, "detach"):
        value = value.detach().cpu()  # type: ignore[attr-defined]
        value = value.float() if name == "bfloat16" else value  # type: ignore[attr-defined]
    if hasattr(value, "numpy"):
        value = value.numpy()  # type: ignore[attr-defined]
    if not hasattr(value, "dtype"):
        value = sys.modules["numpy"].asarray(value) if hasattr(value, "__array__") else None
    if not hasattr(getattr(value, "dtype", None), "kind"):  # a Keras layer has a dtype too, which is a word
        raise TypeError("not a tensor, array, number, text, list or mapping")
    array = value.astype("float32") if name in ("bfloat16", "float16") else value  # type: ignore[attr-defined]
    if array.dtype.kind not in "biufc" or array.size > MAX_ITEMS:
        raise TypeError(f"an array of {array.dtype} with {array.size} elements")
    little = array.astype(array.dtype.newbyteorder("<"))
    data = base64.b64encode(little.tobytes()).decode()
    return {"kind": "array", "dtype": name, "stored": little.dtype.str, "shape": list(array.shape), "data": data}
