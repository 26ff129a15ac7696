"""An LSTM that classifies texts, trained by a written loop, and the length of its own code."""

import inspect
import io
import tokenize

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.default_rng(0)
x = rng.integers(0, 50, size=(1200, 20))
y = ((x >= 25).sum(axis=1, keepdims=True) > 10).astype("float32")


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(50, 16)
        self.lstm = nn.LSTM(16, 32, batch_first=True)
        self.output = nn.Linear(32, 1)

    def forward(self, tokens):
        _, (hidden, _) = self.lstm(self.embedding(tokens))
        return self.output(hidden[-1])


def train(model, x, y):
    dataset = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
    loader = DataLoader(dataset, batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_function = nn.BCEWithLogitsLoss()
    model.train()
    for _ in range(8):
        for tokens, labels in loader:
            optimizer.zero_grad()
            loss = loss_function(model(tokens), labels)
            loss.backward()
            optimizer.step()


def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        predictions = model(torch.from_numpy(x)) > 0
    return (predictions == torch.from_numpy(y)).float().mean().item()


def size(*parts):
    """Count lines that hold code, and words and signs in them; blank lines and comments do not count."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines, tokens = set(), 0
    for token in tokenize.generate_tokens(
        io.StringIO("".join(map(inspect.getsource, parts))).readline
    ):
        if token.type not in silent and token.string:
            lines.update(range(token.start[0], token.end[0] + 1))
            tokens += 1
    return len(lines), tokens


torch.manual_seed(0)
model = Classifier()
train(model, x[:1000], y[:1000])
accuracy = evaluate(model, x[1000:], y[1000:])
lines, tokens = size(Classifier, train, evaluate)
lines_of_parts = [size(part)[0] for part in (Classifier, train, evaluate)]

print("accuracy on texts not trained on:", accuracy)
print("lines to build, train, evaluate:", lines_of_parts, "together:", lines, "| tokens:", tokens)
