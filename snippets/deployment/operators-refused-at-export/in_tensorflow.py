"""Convert five functions to LiteRT's format and to ONNX, and see which are refused."""

import numpy as np
import onnxruntime
import tensorflow as tf
import tf2onnx

FUNCTIONS = {
    "sort": tf.sort,
    "asinh": tf.math.asinh,
    "det": tf.linalg.det,
    "lgamma": tf.math.lgamma,
    "cholesky": tf.linalg.cholesky,
}
OPERATORS = {"asinh": "Asinh", "det": "MatrixDeterminant", "cholesky": "Cholesky"}
inputs = (0.1 * np.ones((3, 3)) + 2 * np.eye(3)).astype("float32")
signature = [tf.TensorSpec((3, 3), tf.float32)]
LITE, MORE = tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS


def to_lite(function, operators):
    concrete = tf.function(function, input_signature=signature).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], tf.Module())
    converter.target_spec.supported_ops = operators
    return converter.convert()


def run_lite(flat):
    interpreter = tf.lite.Interpreter(model_content=flat)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], inputs)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


largest_error, refused, named, refused_with_more, onnx_written, onnx_refused = (
    0.0,
    [],
    [],
    [],
    [],
    [],
)
for name, function in FUNCTIONS.items():
    try:
        error = np.abs(run_lite(to_lite(function, [LITE])) - function(inputs).numpy()).max()
        largest_error = max(largest_error, float(error))
    except Exception as refusal:
        refused.append(name)
        named.append(OPERATORS[name] in str(refusal))
        try:
            to_lite(function, [LITE, MORE])
        except Exception:
            refused_with_more.append(name)
    model, _ = tf2onnx.convert.from_function(tf.function(function), input_signature=signature)
    onnx_written.append(name)
    try:
        onnxruntime.InferenceSession(model.SerializeToString())
    except onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph:
        onnx_refused.append(name)
error_names_operator = all(named)

print("refused by the LiteRT converter:", refused, "| named in the error:", named)
print("still refused with TensorFlow's own operators allowed:", refused_with_more)
print("largest error of the others:", largest_error)
print("written by tf2onnx:", onnx_written, "| of these refused by ONNX Runtime:", onnx_refused)
