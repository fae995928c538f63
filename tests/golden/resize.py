# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes resize.txt, what Pillow's Image.resize gives. Needs Pillow 13 (12 and older differ in the last bit
where the height shrinks much more than the width) and numpy.

usage: resize.py resize.txt
Each line: filter channels width height newWidth newHeight sha256-of-the-pixels first-16-bytes.
"""
import hashlib
import random
import sys

import numpy
from PIL import Image

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}
MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def source(channels, width, height):
    """Noise that tst_Resize makes again. Alpha holds many 0 and 255."""
    n = width * height * channels
    v = numpy.arange(n, dtype=numpy.uint64) * 2654435761 % 2**32
    v ^= v >> 15
    v = v * 2246822519 % 2**32
    v ^= v >> 13
    pixels = (v & 255).astype(numpy.uint8).reshape(height, width, channels)
    if channels == 4:
        alpha = pixels[:, :, 3]
        alpha[alpha < 64] = 0
        alpha[alpha > 192] = 255
    return Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels, MODES[channels])


def main():
    sizes = [(1, 1, 1, 1), (1, 1, 7, 5), (7, 5, 1, 1), (2, 3, 3, 2), (16, 16, 16, 16), (16, 16, 8, 16), (16, 16, 16, 8),
             (64, 64, 512, 512), (512, 512, 64, 64), (513, 511, 512, 512), (100, 80, 101, 79), (640, 480, 224, 224),
             (3, 900, 900, 3), (900, 3, 3, 900), (1000, 1, 7, 1), (1, 1000, 1, 7), (224, 224, 336, 336),
             (768, 512, 512, 768), (8192, 2, 5, 2), (2, 8192, 2, 5), (5, 2, 8192, 2), (299, 301, 298, 302)]
    chooser = random.Random(20)
    sizes += [tuple(chooser.randint(1, 160) for _ in range(4)) for _ in range(24)]
    for _ in range(16):
        width, height = chooser.randint(40, 200), chooser.randint(40, 200)
        sizes.append((width, height, chooser.randint(width // 2, width), chooser.randint(height // 4, height)))
    with open(sys.argv[1], "w") as out:
        for name, kind in FILTERS.items():
            for channels in MODES:
                for width, height, new_width, new_height in sizes:
                    result = source(channels, width, height).resize((new_width, new_height), kind).tobytes()
                    print(name, channels, width, height, new_width, new_height,
                          hashlib.sha256(result).hexdigest(), result[:16].hex(), file=out)


main()
