"""Convert a PyTorch model to LiteRT's format, and run it in a browser without a window."""

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

import litert_torch
import numpy as np
import torch
from torch import nn

PAGE = """<script type="importmap">
{"imports": {"@litertjs/wasm-utils": "./node_modules/@litertjs/wasm-utils/dist/index.js"}}
</script><script type="module">
import * as litert from "./node_modules/@litertjs/core/dist/index.js";
await litert.loadLiteRt("./node_modules/@litertjs/core/wasm/");
const values = new Float32Array((await (await fetch("images.json")).json()).flat(3));
async function scores(file) {
  const model = await litert.loadAndCompile(file, {accelerator: "wasm"});
  const [output] = await model.run(new litert.Tensor(values, [4, 3, 8, 8]));
  return Array.from(output.toTypedArray());
}
answer.textContent = JSON.stringify(await scores("model.tflite"));
</script><p id="answer"></p>"""

rng = np.random.default_rng(0)
images = rng.normal(size=(4, 8, 8, 3)).astype("float32")
k1 = (0.2 * rng.normal(size=(3, 3, 3, 8))).astype("float32")
k2 = (0.2 * rng.normal(size=(8, 5))).astype("float32")

model = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5)
).eval()
with torch.no_grad():
    for layer, kernel in ((model[0], k1.transpose(3, 2, 0, 1)), (model[4], k2.T)):
        layer.weight.copy_(torch.tensor(kernel))
        layer.bias.zero_()
x = torch.tensor(images.transpose(0, 3, 1, 2))  # channels first
framework_output = model(x)

browser = [shutil.which("chromium") or shutil.which("google-chrome") or "chromium"]
browser += ["--headless", "--no-sandbox", "--virtual-time-budget=60000", "--dump-dom"]
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    litert_torch.convert(model, (x,)).export(f"{folder}/model.tflite")
    Path(folder, "node_modules").symlink_to(Path(sys.prefix, "node_modules"))
    Path(folder, "images.json").write_text(json.dumps(x.tolist()))
    Path(folder, "index.html").write_text(PAGE)
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        browser += [f"--user-data-dir={folder}/profile", f"http://127.0.0.1:{server.server_port}"]
        page = subprocess.run(browser, capture_output=True, text=True, check=True).stdout
        server.shutdown()
answer = unescape(re.search('<p id="answer">(.*)</p>', page)[1])
browser_output = np.reshape(np.float32(json.loads(answer)), (4, 5))

print("PyTorch:", framework_output[0].detach())
print("LiteRT.js:", browser_output[0])
