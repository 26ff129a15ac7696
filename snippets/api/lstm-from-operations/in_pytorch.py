"""Train a small LSTM classifier from plain operations, and again from a layer."""

import inspect

import numpy as np
import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

rng = np.random.default_rng(0)
shapes = ((3, 32), (8, 32), (32,), (8, 2), (2,))
start = [rng.normal(scale=0.5, size=shape).astype("float32") for shape in shapes]
x = torch.as_tensor(rng.normal(size=(64, 12, 3)).astype("float32"))
y = (x[:, :, 0].sum(dim=1) > 0).long()


def forward(kernel, recurrent, bias, head, head_bias):
    hidden = cell = torch.zeros(len(x), 8)
    for step in range(x.shape[1]):
        gates = x[:, step] @ kernel + hidden @ recurrent + bias
        enter, forget, new, out = gates.chunk(4, dim=1)
        cell = forget.sigmoid() * cell + enter.sigmoid() * new.tanh()
        hidden = out.sigmoid() * cell.tanh()
    return hidden @ head + head_bias


def train(scores, weights):
    losses = []
    for _ in range(20):
        loss = torch.nn.functional.cross_entropy(scores(), y)
        gradients = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            for weight, gradient in zip(weights, gradients, strict=True):
                weight -= 0.5 * gradient
        losses.append(loss.item())
    return losses


def train_layers(left_out):
    model = torch.nn.ModuleList([torch.nn.LSTM(3, 8, batch_first=True), torch.nn.Linear(8, 2)])
    names = ("0.weight_ih_l0", "0.weight_hh_l0", "0.bias_ih_l0", "1.weight", "1.bias")
    values = dict(zip(names, (torch.as_tensor(array.T) for array in start), strict=True))
    model.load_state_dict({**values, "0.bias_hh_l0": torch.zeros(32)})
    weights = [weight for name, weight in model.named_parameters() if name != left_out]
    return train(lambda: model[1](model[0](x)[1][0][0]), weights)


by_hand = [torch.tensor(array, requires_grad=True) for array in start]
losses_by_hand = train(lambda: forward(*by_hand), by_hand)
losses, losses_one_bias = train_layers(left_out="none"), train_layers(left_out="0.bias_hh_l0")
lines_by_hand = len((inspect.getsource(forward) + inspect.getsource(train)).splitlines())
print("last loss from the layer:", losses[-1], "| with one bias trained:", losses_one_bias[-1])
