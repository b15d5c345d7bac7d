"""The same models in PyTorch: reads {"model", "steps"} a line, writes the milliseconds of each step
and the process' largest resident set so far, in bytes.

Usage: peer.py THREADS BATCH LAYOUT
LAYOUT is contiguous_format, PyTorch's default, or channels_last.
"""

import json
import pathlib
import resource
import sys
import time

import torch
import torch.nn.functional as F

THREADS, BATCH = int(sys.argv[1]), int(sys.argv[2])
LAYOUT = getattr(torch, sys.argv[3])
MODELS = json.loads((pathlib.Path(__file__).parent / "models.json").read_text())


class Convolution(torch.nn.Module):
    """Convolution, batch normalisation without scale (or a bias), ReLU."""

    def __init__(self, inputs, filters, size, stride, batch_norm):
        super().__init__()
        self.filter = torch.nn.Conv2d(
            inputs, filters, size, stride, padding=size // 2, bias=not batch_norm
        )
        self.offset = torch.nn.Parameter(torch.zeros(filters)) if batch_norm else None

    def forward(self, x):
        y = self.filter(x)
        if self.offset is not None:
            y = F.batch_norm(y, None, None, None, self.offset, True, 0.1, 1e-3)
        return F.relu(y)


class Parallel(torch.nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = torch.nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class MeanPool(torch.nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def build(model):
    batch_norm = model.get("batchNorm", False)
    shape = torch.zeros(1, 3, 28, 28)
    modules = []
    for layer in model["layers"]:
        inputs = shape.shape[1]
        kind = layer["type"]
        if kind == "flatten":
            module = torch.nn.Flatten()
        elif kind == "lrn":
            module = torch.nn.LocalResponseNorm(9, 0.001, 0.75, 1.0)
        elif kind == "meanPool":
            module = MeanPool()
        elif kind == "dense":
            module = torch.nn.Linear(inputs, layer["units"])
            if layer.get("relu"):
                module = torch.nn.Sequential(module, torch.nn.ReLU())
        elif kind == "conv":
            module = Convolution(inputs, layer["filters"], layer["size"], layer["stride"], batch_norm)
        elif kind == "maxPool":
            module = torch.nn.MaxPool2d(layer["size"], layer["stride"], padding=1)
        elif kind == "inception":
            module = Parallel(
                Convolution(inputs, layer["ch1"], 1, 1, batch_norm),
                Convolution(inputs, layer["ch3"], 3, 1, batch_norm),
            )
        else:
            module = Parallel(
                Convolution(inputs, layer["ch3"], 3, 2, batch_norm),
                torch.nn.MaxPool2d(3, 2, padding=1),
            )
        shape = module(shape) if not batch_norm or kind in ("dense", "flatten") else module(torch.cat([shape, shape]))[:1]
        shape = shape.detach()
        modules.append(module)
    return torch.nn.Sequential(*modules)


def trainer(name):
    torch.manual_seed(1)
    model = build(MODELS[name]).to(memory_format=LAYOUT)
    images = torch.randn(BATCH, 3, 28, 28).to(memory_format=LAYOUT)
    labels = torch.arange(BATCH) % 10
    optimizer = torch.optim.SGD(model.parameters(), lr=MODELS[name]["rate"], momentum=0.9)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


torch.set_num_threads(THREADS)
current, step = None, None
for line in sys.stdin:
    request = json.loads(line)
    if current != request["model"]:
        current, step = request["model"], trainer(request["model"])
    milliseconds = []
    for _ in range(request["steps"]):
        start = time.perf_counter()
        step()
        milliseconds.append(1000 * (time.perf_counter() - start))
    # In kilobytes on Linux.
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"milliseconds": milliseconds, "peak": peak}), flush=True)
