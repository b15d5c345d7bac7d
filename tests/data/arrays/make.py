"""The .npz files of this folder, and ../../language/bad/unscaled.npz: python3 make.py, with NumPy."""
from pathlib import Path
import numpy as np

here = Path(__file__).parent
values = np.arange(24).reshape(2, 3, 4)
types = "b1 u1 i1 u2 i2 u4 i4 u8 i8 f2 f4 f8".split()

# 0 to 23 in each type and order; those of floats are halved, those with a sign begin at -5.
arrays = {}
for code in types:
    signed = code[0] in "if"
    plain = (values - 5 * signed) / (2 if code[0] == "f" else 1)
    for order in "<>":
        for layout in "CF":
            arrays[f"{code} {order} {layout}"] = np.array(plain % 2 if code == "b1" else plain, order + code, order=layout)
np.savez_compressed(here / "types.npz", **arrays)
special = [0, -0.0, 65504, 2**-24, 2**-14, np.inf, -np.inf, np.nan, 1 / 3]
np.savez(here / "halves.npz", halves=np.array(special, np.float16), wide=np.array([2**40, -(2**40)]), large=np.array([2**63], "u8"))

with np.errstate(all="ignore"):
    np.savez(
        here / "others.npz",
        objects=np.array([np.zeros(2), np.zeros(3)], object),
        texts=np.array(["cat", "dog"]),
        bytes=np.array([b"cat"]),
        records=np.array([(1, 2.0)], [("a", "i4"), ("b", "f4")]),
        complex=np.array([1j]),
        dates=np.array(["2020-01-01"], "datetime64[D]"),
        long=np.array([1], np.longdouble),
    )

y, x = np.mgrid[0:4, 0:4]
images = np.stack([(40 * k + 10 * y + x) % 256 for k in range(6)]).astype(np.uint8)
labels = np.array([0, 1, 2, 0, 1, 2])
parts = dict(x_train=images, y_train=labels, x_test=images[:3], y_test=labels[:3])
np.savez(here / "whole.npz", **parts)
np.savez_compressed(here / "compressed.npz", **parts)
unscaled = dict(parts, x_train=images.astype(np.float32), x_test=images[:3].astype(np.float32))
np.savez_compressed(here / "../../language/bad/unscaled.npz", **unscaled)
