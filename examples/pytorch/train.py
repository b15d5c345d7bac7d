"""Zhang et al. 2017 (arXiv 1611.03530) on CIFAR-10: the paper's models, corruptions and settings.

Prints a line of JSON after each epoch. It knows nothing of genspec.
"""

import argparse
import json
import math
import os
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 10
SIDE = 28  # of the centre crop


# ---- Data (appendix A)


def read_split(folder, names, count):
    """CIFAR-10 as published in binary: images [n, 3, 32, 32] from 0 to 1, labels [n]."""
    raw = b"".join((Path(folder) / name).read_bytes() for name in names)
    rows = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(-1, 1 + 3 * 32 * 32)[:count]
    return rows[:, 1:].reshape(-1, 3, 32, 32).float() / 255, rows[:, 0].long()


def whiten(images):
    """Each image by itself: mean 0, standard deviation 1 over all its values."""
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    deviation = images.std(dim=(1, 2, 3), keepdim=True, correction=0)
    return (images - mean) / deviation.clamp(min=1 / math.sqrt(images[0].numel()))


def centre(images):
    edge = (32 - SIDE) // 2
    return images[:, :, edge : edge + SIDE, edge : edge + SIDE]


def random_crop(images, generator):
    """A window of its own for each image."""
    offsets = torch.randint(0, 32 - SIDE + 1, (len(images), 2), generator=generator)
    windows = [
        image[:, y : y + SIDE, x : x + SIDE] for image, (y, x) in zip(images, offsets.tolist())
    ]
    return torch.stack(windows)


# ---- Corruptions (section 2.1)


def corrupt_labels(labels, share, generator):
    """Each label becomes a uniform class with this probability; that may be the true one."""
    chosen = torch.rand(len(labels), generator=generator) < share
    drawn = torch.randint(0, CLASSES, labels.shape, generator=generator)
    return torch.where(chosen, drawn, labels)


def shuffle_pixels(images, permutation):
    """The channels of a pixel move together."""
    return images.flatten(2)[:, :, permutation].view_as(images)


def random_pixels(images, generator):
    """A permutation of its own for each image."""
    flat = images.flatten(2)
    order = torch.rand(len(images), flat.shape[2], generator=generator).argsort(dim=1)
    return flat.gather(2, order[:, None].expand_as(flat)).view_as(images)


def gaussian_pixels(images, mean, deviation, generator):
    return mean + deviation * torch.randn(images.shape, generator=generator)


def corrupt(train, test, labels, corruption, share, generator):
    if corruption == "random labels":
        labels = corrupt_labels(labels, share, generator)
    elif corruption == "shuffled pixels":
        permutation = torch.randperm(train[0, 0].numel(), generator=generator)
        train, test = shuffle_pixels(train, permutation), shuffle_pixels(test, permutation)
    elif corruption == "random pixels":
        train, test = random_pixels(train, generator), random_pixels(test, generator)
    elif corruption == "gaussian pixels":
        mean, deviation = train.mean(), train.std(correction=0)
        train = gaussian_pixels(train, mean, deviation, generator)
        test = gaussian_pixels(test, mean, deviation, generator)
    return train, test, labels


# ---- Models (section 3 and figure 3)


def same(images, kernel, stride, value=0.0):
    """TensorFlow's padding SAME, which pads an even size with stride 2 at its end alone."""
    size = images.shape[-1]
    total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
    before, after = total // 2, total - total // 2
    return F.pad(images, (before, after, before, after), value=value)


class Conv(nn.Module):
    """Convolution, batch norm with a shift and no scale, ReLU; without batch norm, a bias."""

    def __init__(self, inputs, filters, kernel, stride=1, norm=True):
        super().__init__()
        self.kernel, self.stride = kernel, stride
        self.conv = nn.Conv2d(inputs, filters, kernel, stride, bias=not norm)
        self.norm = nn.BatchNorm2d(filters) if norm else nn.Identity()
        if norm:
            self.norm.weight.requires_grad_(False)

    def forward(self, images):
        return F.relu(self.norm(self.conv(same(images, self.kernel, self.stride))))


class Pool(nn.Module):
    def forward(self, images):
        return F.max_pool2d(same(images, 3, 2, -math.inf), 3, 2)


class Branches(nn.Module):
    """Joined in channels."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, images):
        return torch.cat([branch(images) for branch in self.branches], dim=1)


class MeanPool(nn.Module):
    def forward(self, images):
        return images.mean(dim=(2, 3))


def inception_small(norm=True):
    layers, width = [Conv(3, 96, 3, norm=norm)], 96
    stages = [(32, 32), (32, 48), 80, (112, 48), (96, 64), (80, 80), (48, 96), 96]
    for stage in [*stages, (176, 160), (176, 160)]:
        if isinstance(stage, int):
            layers.append(Branches(Conv(width, stage, 3, 2, norm), Pool()))
            width += stage
        else:
            ones, threes = stage
            layers.append(
                Branches(Conv(width, ones, 1, norm=norm), Conv(width, threes, 3, norm=norm))
            )
            width = ones + threes
    return nn.Sequential(*layers, MeanPool(), nn.Linear(width, CLASSES))


def alexnet_small():
    def stage(inputs):
        # TensorFlow's alpha 0.001 / 9 is of each value, PyTorch's of their mean.
        norm = nn.LocalResponseNorm(9, alpha=0.001, beta=0.75, k=1)
        return [Conv(inputs, 64, 5, norm=False), Pool(), norm]

    dense = [nn.Linear(7 * 7 * 64, 384), nn.ReLU(), nn.Linear(384, 192), nn.ReLU()]
    return nn.Sequential(*stage(3), *stage(64), nn.Flatten(), *dense, nn.Linear(192, CLASSES))


def mlp(hidden):
    layers, width = [nn.Flatten()], 3 * SIDE * SIDE
    for _ in range(hidden):
        layers += [nn.Linear(width, 512), nn.ReLU()]
        width = 512
    return nn.Sequential(*layers, nn.Linear(width, CLASSES))


MODELS = {
    "inception": inception_small,
    "inception_no_bn": lambda: inception_small(norm=False),
    "alexnet": alexnet_small,
    "mlp_3x512": lambda: mlp(3),
    "mlp_1x512": lambda: mlp(1),
}


def initialise(model):
    """He's for layers before a ReLU; biases are 0."""
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


# ---- Training (section 2 and appendix A)


@torch.no_grad()
def evaluate(model, images, labels, device):
    model.eval()
    correct, loss = 0, 0.0
    for start in range(0, len(images), 1000):
        batch = images[start : start + 1000].to(device)
        truth = labels[start : start + 1000].to(device)
        outputs = model(batch)
        loss += F.cross_entropy(outputs, truth, reduction="sum").item()
        correct += (outputs.argmax(dim=1) == truth).sum().item()
    return correct / len(images), loss / len(images)


def main():
    parser = argparse.ArgumentParser()
    there = os.environ.get("CIFAR10", "data/cifar-10")
    parser.add_argument("--data", default=there, help="folder of data_batch_1.bin and the others")
    parser.add_argument("--model", choices=MODELS, required=True)
    parser.add_argument("--corruption", default="true labels")
    parser.add_argument("--share", type=float, default=1.0, help="of labels that are corrupted")
    parser.add_argument("--crop", action="store_true", help="a random crop in place of the centre")
    parser.add_argument("--weight-decay", type=float, default=0.0)
    parser.add_argument("--rate-decay", type=float, default=0.95, help="after each epoch")
    parser.add_argument("--epochs", type=int, required=True, help="or until the loss is 0.01")
    parser.add_argument("--train", type=int, default=50_000)
    parser.add_argument("--test", type=int, default=10_000)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    batches = [f"data_batch_{number}.bin" for number in range(1, 6)]
    whole, labels = read_split(options.data, batches, options.train)
    test, test_labels = read_split(options.data, ["test_batch.bin"], options.test)
    train, test, labels = corrupt(
        centre(whole), centre(test), labels, options.corruption, options.share, generator
    )
    train, test = whiten(train), whiten(test)

    model = MODELS[options.model]()
    initialise(model)
    model.to(device)
    trainable = [weight for weight in model.parameters() if weight.requires_grad]
    rate = 0.1 if options.model.startswith("inception") else 0.01
    optimizer = torch.optim.SGD(
        trainable, lr=rate, momentum=0.9, weight_decay=options.weight_decay
    )
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, options.rate_decay)
    name = torch.cuda.get_device_name() if device.type == "cuda" else "CPU"
    print(f"{options.model} on {name}, {len(train)} images", file=sys.stderr)
    about = {"device": name, "torch": torch.__version__}
    print(json.dumps({"environment": about}), flush=True)

    for epoch in range(1, options.epochs + 1):
        shown = whiten(random_crop(whole, generator)) if options.crop else train
        model.train()
        for picked in torch.randperm(len(train), generator=generator).split(128):
            optimizer.zero_grad()
            outputs = model(shown[picked].to(device))
            F.cross_entropy(outputs, labels[picked].to(device)).backward()
            optimizer.step()
        schedule.step()
        train_acc, train_loss = evaluate(model, train, labels, device)
        test_acc, test_loss = evaluate(model, test, test_labels, device)
        values = {"train acc": train_acc, "train loss": train_loss}
        values |= {"test acc": test_acc, "test loss": test_loss}
        line = {"epoch": epoch, "epochs": options.epochs, **values}
        print(json.dumps(line), flush=True)
        if train_loss < 0.01:
            break
    print(json.dumps({"params": sum(weight.numel() for weight in trainable)}), flush=True)


if __name__ == "__main__":
    main()
