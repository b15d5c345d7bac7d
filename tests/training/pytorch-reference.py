"""Five training steps of small networks in PyTorch, in double precision: pytorch-reference.json.

Made with PyTorch 2.13.0: python pytorch-reference.py > pytorch-reference.json
Layouts are TensorFlow's: images [n, h, w, c], dense kernels [in, out], convolutions [h, w, in, out].
"""

import json
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
EXAMPLES, CLASSES, STEPS = 8, 5, 5


class Net:
    """Two layers with weights; `middle` stands between them."""

    def __init__(self, kind):
        self.kind = kind
        g = torch.Generator().manual_seed(7)
        normal = lambda *shape: torch.randn(*shape, generator=g)
        self.images = normal(EXAMPLES, 4, 4, 2)
        self.labels = torch.arange(EXAMPLES) % CLASSES
        if kind == "lrn":
            weights = [normal(3, 3, 2, 6) * 0.5, normal(6) * 0.1, normal(96, 5) * 0.2, normal(5) * 0.1]
        elif kind == "batchnorm":
            weights = [normal(32, 12) * 0.3, normal(12) * 0.1, 1 + normal(12) * 0.1, normal(12) * 0.1]
            weights += [normal(12, 5) * 0.3, normal(5) * 0.1]
        else:
            weights = [normal(32, 12) * 0.3, normal(12) * 0.1, normal(12, 5) * 0.3, normal(5) * 0.1]
        self.weights = [torch.nn.Parameter(w) for w in weights]
        self.kernels = [w for w in self.weights if w.ndim > 1]
        self.others = [w for w in self.weights if w.ndim == 1]
        self.mean, self.variance = torch.zeros(12), torch.ones(12)

    def __call__(self, training=True):
        w = self.weights
        if self.kind == "lrn":
            x = F.conv2d(self.images.permute(0, 3, 1, 2), w[0].permute(3, 2, 0, 1), w[1], padding=1)
            # TensorFlow's radius 2 and alpha 0.1 are a size of 5 and an alpha of 5 * 0.1 here.
            x = F.relu(F.local_response_norm(x, 5, 5 * 0.1, 0.75, 1.0))
            return x.permute(0, 2, 3, 1).reshape(EXAMPLES, -1) @ w[2] + w[3]
        x = self.images.reshape(EXAMPLES, -1) @ w[0] + w[1]
        if self.kind == "batchnorm":
            x = F.batch_norm(x, self.mean, self.variance, w[2], w[3], training, 0.1, 1e-3)
        return F.relu(x) @ w[-2] + w[-1]


def decayed(net, decay):
    return [{"params": net.kernels, "weight_decay": decay}, {"params": net.others, "weight_decay": 0}]


sgd = lambda net: torch.optim.SGD(net.weights, lr=0.1, momentum=0.9)
cases = {
    "momentum and weight decay": ("mlp", lambda n: torch.optim.SGD(decayed(n, 0.05), lr=0.1, momentum=0.9), {}),
    "weight decay on all": ("mlp", lambda n: torch.optim.SGD(n.weights, lr=0.1, momentum=0.9, weight_decay=0.05), {}),
    "nesterov": ("mlp", lambda n: torch.optim.SGD(n.weights, lr=0.1, momentum=0.9, nesterov=True), {}),
    "adam": ("mlp", lambda n: torch.optim.Adam(n.weights, lr=0.01), {}),
    "adamw": ("mlp", lambda n: torch.optim.AdamW(decayed(n, 0.1), lr=0.01), {}),
    "rmsprop": ("mlp", lambda n: torch.optim.RMSprop(n.weights, lr=0.01, alpha=0.9, momentum=0.5), {}),
    "batchnorm": ("batchnorm", sgd, {}),
    "lrn": ("lrn", sgd, {}),
    "label smoothing": ("mlp", sgd, {"smoothing": 0.1}),
    "clipping by norm": ("mlp", sgd, {"clip": 0.5}),
    "mean squared error": ("mlp", sgd, {"loss": "mse"}),
    "hinge": ("mlp", sgd, {"loss": "hinge"}),
}


def losses(logits, labels, options):
    if options.get("loss") == "mse":
        return F.mse_loss(logits, F.one_hot(labels, CLASSES).double())
    if options.get("loss") == "hinge":
        return F.multi_margin_loss(logits, labels)
    return F.cross_entropy(logits, labels, label_smoothing=options.get("smoothing", 0.0))


def values(net):
    return [w.detach().flatten().tolist() for w in net.weights]


def run(kind, make, options):
    net = Net(kind)
    result = {
        "images": net.images.flatten().tolist(),
        "labels": net.labels.tolist(),
        "initial": [{"shape": list(w.shape), "values": v} for w, v in zip(net.weights, values(net))],
        "losses": [],
        "weights": [],
    }
    optimizer = make(net)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = losses(net(), net.labels, options)
        loss.backward()
        if "clip" in options:
            # torch.nn.utils.clip_grad_norm_ adds 1e-6 to the norm; TensorFlow's definition does not.
            norm = torch.sqrt(sum((w.grad**2).sum() for w in net.weights))
            for w in net.weights:
                w.grad *= options["clip"] / max(norm.item(), options["clip"])
        optimizer.step()
        result["losses"].append(loss.item())
        result["weights"].append(values(net))
    if kind == "batchnorm":
        result["statistics"] = [net.mean.tolist(), net.variance.tolist()]
    result["logits"] = net(training=False).detach().flatten().tolist()
    return result


rounded = json.loads(json.dumps({name: run(*case) for name, case in cases.items()}), parse_float=lambda t: float(f"{float(t):.8g}"))
json.dump(rounded, sys.stdout, separators=(",", ":"))
