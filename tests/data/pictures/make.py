"""The pictures of this folder and expected.json: python3 make.py, with Pillow.

A colour picture of 24x16 pixels in every form that libraries write, and what Pillow reads."""
import json
from pathlib import Path
import numpy as np
from PIL import Image

here = Path(__file__).parent
y, x = np.mgrid[0:16, 0:24]
rgb = np.stack([10 * x, 15 * y, 255 - 5 * (x + y)], axis=-1).astype(np.uint8)
picture = Image.fromarray(rgb)
exif = Image.Exif()
exif[0x0112] = 6  # turn by 90 degrees
exif[0x010E] = "a description"
transparent = picture.copy()
transparent.putalpha(100)
forms = {
    "baseline.jpg": (picture, dict(quality=95)),
    "progressive.jpg": (picture, dict(quality=95, progressive=True)),
    "exif.jpg": (picture, dict(quality=95, exif=exif)),
    "grey.jpg": (picture.convert("L"), dict(quality=95)),
    "cmyk.jpg": (picture.convert("CMYK"), dict(quality=95)),
    "colours.png": (picture, {}),
    "transparent.png": (transparent, {}),
    "grey.png": (picture.convert("L"), {}),
    "grey-transparent.png": (transparent.convert("LA"), {}),
    "black-white.png": (picture.convert("1"), {}),
    "palette-4-bit.png": (picture.quantize(16), dict(bits=4)),
    "palette-2-bit.png": (picture.quantize(4), dict(bits=2)),
    "palette-8-bit.png": (picture.quantize(200), {}),
    "lossy.webp": (picture, dict(quality=90)),
    "lossless.webp": (picture, dict(lossless=True)),
    "transparent.webp": (transparent, dict(lossless=True, exact=True)),
}
expected = {}
for name, (image, options) in forms.items():
    image.save(here / name, **options)
    read = np.asarray(Image.open(here / name).convert("RGB"))
    expected[name] = [read[r, c].tolist() for r, c in ((0, 0), (8, 12), (15, 23))]
(here / "expected.json").write_text(json.dumps(expected) + "\n")
