"""Train the same network in Keras and, with TensorFlow.js, in a browser without a window."""

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

PAGE = """<script src="node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>
<script type="module">
await tf.setBackend("cpu");
const [x, y, k1, k2] = (await (await fetch("arrays.json")).json()).map(a => tf.tensor(a));
const hidden = tf.layers.dense({units: 8, activation: "tanh", inputShape: [4]});
const model = tf.sequential({layers: [hidden, tf.layers.dense({units: 1})]});
model.setWeights([k1, tf.zeros([8]), k2, tf.zeros([1])]);
model.compile({optimizer: tf.train.sgd(0.1), loss: "meanSquaredError"});
const options = {batchSize: 32, epochs: 20, shuffle: false};
const {history} = await model.fit(x, y, options);
const weights = model.getWeights().map(w => Array.from(w.dataSync())).flat();
answer.textContent = JSON.stringify([history.loss, weights]);
</script><p id="answer"></p>"""

rng = np.random.default_rng(0)
x, y = rng.normal(size=(32, 4)).astype("float32"), rng.normal(size=(32, 1)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 1)).astype("float32")

layers = [keras.Input((4,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1)]
model = keras.Sequential(layers)
model.set_weights([k1, np.zeros(8, "float32"), k2, np.zeros(1, "float32")])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
losses = model.fit(x, y, batch_size=32, epochs=20, shuffle=False, verbose=0).history["loss"]
weights = np.concatenate([w.flatten() for w in model.get_weights()])

browser = [shutil.which("chromium") or shutil.which("google-chrome") or "chromium"]
browser += ["--headless", "--no-sandbox", "--virtual-time-budget=60000", "--dump-dom"]
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    Path(folder, "node_modules").symlink_to(Path(sys.prefix, "node_modules"))
    Path(folder, "arrays.json").write_text(json.dumps([a.tolist() for a in (x, y, k1, k2)]))
    Path(folder, "index.html").write_text(PAGE)
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        browser += [f"--user-data-dir={folder}/profile", f"http://127.0.0.1:{server.server_port}"]
        page = subprocess.run(browser, capture_output=True, text=True, check=True).stdout
        server.shutdown()
answer = unescape(re.search('<p id="answer">(.*)</p>', page)[1])
browser_losses, browser_weights = json.loads(answer)
first_loss, last_loss = browser_losses[0], browser_losses[-1]

print("losses in Keras:", [round(loss, 5) for loss in (losses[0], losses[-1])])
print("losses in the browser:", [round(loss, 5) for loss in (first_loss, last_loss)])
