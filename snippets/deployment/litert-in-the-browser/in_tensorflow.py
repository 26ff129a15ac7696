"""Export a Keras model to LiteRT's format, and run it in a browser without a window."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import keras
import numpy as np

PAGE = """<script type="importmap">
{"imports": {"@litertjs/wasm-utils": "./node_modules/@litertjs/wasm-utils/dist/index.js"}}
</script><script type="module">
import * as litert from "./node_modules/@litertjs/core/dist/index.js";
await litert.loadLiteRt("./node_modules/@litertjs/core/wasm/");
const values = new Float32Array((await (await fetch("images.json")).json()).flat(3));
async function scores(file) {
  const model = await litert.loadAndCompile(file, {accelerator: "wasm"});
  const [output] = await model.run(new litert.Tensor(values, [4, 8, 8, 3]));
  return Array.from(output.toTypedArray());
}
answer.textContent = JSON.stringify([
  await scores("fixed.tflite"), await scores("open.tflite").catch(error => error.message)
]);
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
    fixed = [keras.InputSpec(shape=(4, 8, 8, 3), dtype="float32")]
    options = {"format": "litert", "verbose": False}
    model.export(f"{folder}/open.tflite", **options)
    model.export(f"{folder}/fixed.tflite", input_signature=fixed, **options)
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
scores, open_batch = json.loads(answer)
browser_output = np.reshape(np.float32(scores), (4, 5))

print("Keras:", framework_output[0].numpy())
print("LiteRT.js:", browser_output[0])
print("the same model with an open batch:", open_batch)
