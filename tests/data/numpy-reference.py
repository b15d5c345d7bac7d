"""Values of numpy-reference.json: python3 numpy-reference.py FOLDER > numpy-reference.json

FOLDER holds cifar-10/ (binary version) and mnist/ (gzipped IDX)."""
import gzip, json, sys
import numpy as np

folder = sys.argv[1]
train = np.fromfile(f"{folder}/cifar-10/data_batch_1.bin", np.uint8).reshape(-1, 3073)
test = np.fromfile(f"{folder}/cifar-10/test_batch.bin", np.uint8).reshape(-1, 3073)
images = train[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
places = [(0, 0, 0), (0, 31, 31), (7, 5, 20), (99, 16, 3)]
cropped = images[:100, 2:30, 2:30].astype(np.float64) / 255
mean = cropped.mean(axis=(1, 2, 3), keepdims=True)
sd = np.maximum(cropped.std(axis=(1, 2, 3), keepdims=True), 1 / np.sqrt(2352))
whitened = (cropped - mean) / sd

def idx(name, offset):
    return np.frombuffer(gzip.open(f"{folder}/mnist/{name}").read(), np.uint8)[offset:]

def zca(images, epsilon):
    """Whitening as zca.ts says, of images that need no files: 5x7 pixels, fewer or more than values."""
    k, i = np.arange(images)[:, None], np.arange(35)[None]
    pixels = (7919 * k + 104729 * i + 31 * i * i * (k + 1)) % 251 / 250
    centred = pixels - pixels.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred / images)
    root = directions @ np.diag((np.maximum(variances, 0) + epsilon) ** -0.5) @ directions.T
    return dict(images=images, epsilon=epsilon, last=(centred @ root)[-1].tolist())

print(json.dumps({
    "zca": [zca(20, 0.1), zca(203, 0.1), zca(203, 0.0001), zca(20, 1e-6)],
    "cifar": {
        "trainLabels": train[:10, 0].tolist(),
        "testLabels": test[:10, 0].tolist(),
        "pixels": [dict(image=i, row=r, column=c, rgb=images[i, r, c].tolist()) for i, r, c in places],
        "standardized": [
            dict(image=i, row=r % 28, column=c % 28, rgb=whitened[i, r % 28, c % 28].tolist())
            for i, r, c in places
        ],
    },
    "mnist": {
        "trainLabels": idx("train-labels-idx1-ubyte.gz", 8)[:10].tolist(),
        "testLabels": idx("t10k-labels-idx1-ubyte.gz", 8)[:10].tolist(),
        "firstImageSum": int(idx("train-images-idx3-ubyte.gz", 16)[:784].astype(int).sum()),
    },
}, indent=2))
