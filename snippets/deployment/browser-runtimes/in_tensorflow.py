"""Convert a Keras model for TensorFlow.js, and run it in a browser without a window."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import requires
from pathlib import Path
from threading import Thread

import keras
import numpy as np
import tensorflowjs as tfjs

PAGE = """<script src="node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>
<script type="module">
await tf.setBackend("cpu");
const images = tf.tensor(await (await fetch("images.json")).json());
const model = await tf.loadGraphModel("graph/model.json");
const scores = await model.predict(images).array();
const layers = await tf.loadLayersModel("layers/model.json").catch(error => error.message);
answer.textContent = JSON.stringify([scores, typeof layers == "string" ? layers : "loaded"]);
</script><p id="answer"></p>"""

rng = np.random.default_rng(0)
images = rng.normal(size=(4, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

layers = [
    keras.Input((8, 8, 3)),
    keras.layers.Conv2D(8, 3, activation="relu"),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(5),
]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(5, "float32")])
framework_output = model(images)

browser = [shutil.which("chromium") or shutil.which("google-chrome") or "chromium"]
browser += ["--headless", "--no-sandbox", "--virtual-time-budget=60000", "--dump-dom"]
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    model.export(f"{folder}/saved", verbose=False)
    tfjs.converters.convert_tf_saved_model(f"{folder}/saved", f"{folder}/graph")
    tfjs.converters.save_keras_model(model, f"{folder}/layers")
    Path(folder, "node_modules").symlink_to(Path(sys.prefix, "node_modules"))
    Path(folder, "images.json").write_text(json.dumps(images.tolist()))
    Path(folder, "index.html").write_text(PAGE)
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        browser += [f"--user-data-dir={folder}/profile", f"http://127.0.0.1:{server.server_port}"]
        page = subprocess.run(browser, capture_output=True, text=True, check=True).stdout
        server.shutdown()
answer = unescape(re.search('<p id="answer">(.*)</p>', page)[1])
browser_output, layers_model = json.loads(answer)
converter_needs = [need for need in requires("tensorflowjs") if "forests" in need]
forests_need = [n for n in requires("tensorflow-decision-forests") if n.startswith("tensorflow=")]

print("Keras:", framework_output[0].numpy())
print("TensorFlow.js:", browser_output[0])
print("the same model saved as layers:", layers_model)
print("the converter needs", *converter_needs, "which needs", *forests_need)
