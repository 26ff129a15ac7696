"""Serve a Keras model with FastAPI, and ask it over HTTP from several threads at once."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Thread

import keras
import numpy as np
import tensorflow as tf
import uvicorn
from fastapi import FastAPI

rng = np.random.default_rng(0)
rows, kernel = (rng.normal(size=size).astype("float32") for size in ((16, 4), (4, 3)))

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.set_weights([kernel, np.zeros(3, "float32")])
direct_output = model(rows)
app = FastAPI()


@app.post("/predict")
def predict(inputs: list[list[float]]):
    return {"outputs": model(tf.constant(inputs)).numpy().tolist()}


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
with tf.GradientTape() as tape, ThreadPoolExecutor(4) as pool:
    answers = list(pool.map(ask, rows))
    recorded_in_handler = bool(tape.watched_variables())
    model(rows)
    recorded_outside = bool(tape.watched_variables())
server.should_exit = True
thread.join()
served_output = [answer["outputs"][0] for answer in answers]
print("served:", served_output[0], "| direct:", direct_output[0].numpy())
print("tape recorded outside:", recorded_outside, "| in the handler:", recorded_in_handler)
