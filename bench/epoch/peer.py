"""The same training in PyTorch: writes {"epoch", "memory"} after each epoch, evaluations included.

Usage: GENSPEC_DATA=… peer.py THREADS
"""

import json
import os
import pathlib
import resource
import sys

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
DATA = pathlib.Path(os.environ["GENSPEC_DATA"])
FOLDER = next(DATA / name for name in ("cifar-10-batches-bin", "cifar-10") if (DATA / name).is_dir())
BATCH, EVALUATED = 128, 1000


def load(names):
    records = numpy.concatenate([numpy.fromfile(FOLDER / n, numpy.uint8).reshape(-1, 3073) for n in names])
    images = torch.from_numpy(records[:, 1:]).reshape(-1, 3, 32, 32)[:, :, 2:30, 2:30].reshape(len(records), -1)
    images = images.float() / 255
    images -= images.mean(1, keepdim=True)
    images /= images.std(1, keepdim=True, unbiased=False).clamp_min(images.shape[1] ** -0.5)
    return images, torch.from_numpy(records[:, 0].astype(numpy.int64))


@torch.no_grad()
def evaluate(model, images, labels):
    hits = loss = 0.0
    for start in range(0, len(labels), EVALUATED):
        x, y = images[start : start + EVALUATED], labels[start : start + EVALUATED]
        logits = model(x)
        hits += (logits.argmax(1) == y).sum().item()
        loss += F.cross_entropy(logits, y, reduction="sum").item()
    return hits / len(labels), loss / len(labels)


train = load([f"data_batch_{i}.bin" for i in range(1, 6)])
test = load(["test_batch.bin"])
model = torch.nn.Sequential(torch.nn.Linear(2352, 512), torch.nn.ReLU(), torch.nn.Linear(512, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.95)
epoch = 0
while True:
    epoch += 1
    order = torch.randperm(len(train[1]))
    online_loss, online_hits = torch.zeros(()), torch.zeros(())
    for indices in order.split(BATCH):
        x, y = train[0][indices], train[1][indices]
        optimizer.zero_grad()
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        online_loss += loss.detach() * len(y)
        online_hits += (logits.detach().argmax(1) == y).sum()
    schedule.step()
    scores = evaluate(model, *train), evaluate(model, *test)
    memory = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = {"epoch": epoch, "memory": memory, "trainAccuracy": scores[0][0], "testAccuracy": scores[1][0]}
    print(json.dumps(line), flush=True)
