"""Export a model with dropout, and see which mode, batch and names the program has."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
inputs = rng.normal(size=(2, 4)).astype("float32")
k1, k2 = rng.normal(size=(4, 8)).astype("float32"), rng.normal(size=(8, 3)).astype("float32")


class Scorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.dropout, self.scores = nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 3)

    def forward(self, features):
        return self.scores(self.dropout(torch.tanh(self.hidden(features))))


def attempt(function, *arguments):
    try:
        return list(function(*arguments).shape)
    except Exception as error:
        return f"refused: {type(error).__name__}"


torch.manual_seed(0)
model = Scorer()
with torch.no_grad():
    for layer, kernel in ((model.hidden, k1), (model.scores, k2)):
        layer.weight.copy_(torch.from_numpy(kernel.T)), layer.bias.zero_()
features = torch.from_numpy(inputs)

as_it_comes = torch.export.export(model, (features,)).module()
exported = torch.export.export(model.eval(), (features,))
program = exported.module()
framework_output, exported_output = model(features), program(features)
first_call, second_call = as_it_comes(features), as_it_comes(features)
five_rows, float64 = attempt(program, torch.ones(5, 4)), attempt(program, features.double())
shapes = {"features": {0: torch.export.Dim("rows")}}
free = torch.export.export(model, (features,), dynamic_shapes=shapes).module()
five_rows_when_named, later_eval = attempt(free, torch.ones(5, 4)), attempt(as_it_comes.eval)
input_names = list(exported.graph_signature.user_inputs)
output_names = list(exported.graph_signature.user_outputs)

print("two calls of the program exported without eval():", first_call[0], second_call[0])
print("eval() on it afterwards:", later_eval)
print("five rows:", five_rows, "| free:", five_rows_when_named, "| float64:", float64)
print("inputs:", input_names, "outputs:", output_names)
