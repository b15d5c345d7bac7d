"""The pictures of this folder and expected.json: python3 make.py, with Pillow.

A colour picture of 24x16 pixels as JPEG in every form that libraries write, and what Pillow reads."""
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
forms = {
    "baseline": (picture, {}),
    "progressive": (picture, dict(progressive=True)),
    "exif": (picture, dict(exif=exif)),
    "grey": (picture.convert("L"), {}),
    "cmyk": (picture.convert("CMYK"), {}),
}
expected = {}
for name, (image, options) in forms.items():
    image.save(here / f"{name}.jpg", quality=95, **options)
    read = np.asarray(Image.open(here / f"{name}.jpg").convert("RGB"))
    expected[name] = [read[r, c].tolist() for r, c in ((0, 0), (8, 12), (15, 23))]
(here / "expected.json").write_text(json.dumps(expected) + "\n")
