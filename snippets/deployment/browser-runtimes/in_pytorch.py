"""Export a PyTorch model to ONNX, and run it in ONNX Runtime Web, in a browser without a window."""

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

import numpy as np
import torch
from torch import nn

PAGE = """<script type="module">
import * as ort from "./node_modules/onnxruntime-web/dist/ort.wasm.min.mjs";
ort.env.wasm.numThreads = 1;
const images = (await (await fetch("images.json")).json()).flat(3);
const session = await ort.InferenceSession.create("model.onnx");
const tensor = new ort.Tensor("float32", images, [4, 3, 8, 8]);
const { scores } = await session.run({ images: tensor });
answer.textContent = JSON.stringify([Array.from(scores.data), scores.dims]);
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
    names = {"input_names": ["images"], "output_names": ["scores"]}
    free = ({0: torch.export.Dim("batch")},)
    options = {"dynamo": True, "external_data": False, "verbose": False, **names}
    torch.onnx.export(model, (x[:2],), f"{folder}/model.onnx", dynamic_shapes=free, **options)
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
scores, shape = json.loads(answer)
browser_output = np.reshape(np.float32(scores), shape)

print("PyTorch:", framework_output[0].detach())
print("ONNX Runtime Web:", browser_output[0])
