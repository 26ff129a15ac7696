"""Serve a PyTorch model with FastAPI, and ask it over HTTP from several threads at once."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Thread

import numpy as np
import torch
import uvicorn
from fastapi import FastAPI
from torch import nn

rng = np.random.default_rng(0)
rows, kernel = (rng.normal(size=size).astype("float32") for size in ((16, 4), (4, 3)))
torch.set_grad_enabled(False)
model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1)).eval()
model[0].weight.copy_(torch.from_numpy(kernel.T)), model[0].bias.zero_()
direct_output = model(torch.from_numpy(rows))
app = FastAPI()


@app.post("/predict")
def predict(inputs: list[list[float]]):
    output = model(torch.tensor(inputs))
    return {"outputs": output.tolist(), "recorded": output.requires_grad}


def ask(row):
    connection = HTTPConnection("127.0.0.1", server.servers[0].sockets[0].getsockname()[1])
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/predict", json.dumps([row.tolist()]), headers)
    return json.load(connection.getresponse())


server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
thread = Thread(target=server.run)
thread.start()
while not server.started:
    time.sleep(0.05)
with ThreadPoolExecutor(4) as pool:
    answers = list(pool.map(ask, rows))
server.should_exit = True
thread.join()
served_output = [answer["outputs"][0] for answer in answers]
recorded_outside = direct_output.requires_grad
recorded_in_handler = any(answer["recorded"] for answer in answers)
print("served:", served_output[0], "| direct:", direct_output[0])
print("gradients recorded outside:", recorded_outside, "| in the handler:", recorded_in_handler)
