# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes the small pictures that tst_PictureReader reads, and pictures.txt: what Pillow decodes them to.
Needs Pillow 13 and numpy.

usage: make_pictures.py FOLDER
Each line of pictures.txt: file width height channels sha256-of-the-pixels.
"""
import hashlib
import io
import pathlib
import struct
import sys
import zlib

import numpy
from PIL import Image, ImageChops, ImageOps

WIDTH, HEIGHT = 37, 23
FOLDER = pathlib.Path(sys.argv[1])
lines = []


def sample(channels, levels=256):
    """A gradient with edges and some noise."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [(x * 7 + y * 3 * (c + 1) + (x // 9 * 60) * (c == 1) + (x * y * (c + 3)) % 11) % 256 for c in range(channels)]
    return (numpy.stack(planes, 2) * levels // 256).astype(numpy.int64)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack_rows(pixels, depth):
    """Filter byte 0 and the samples of each row at that depth."""
    out = b""
    for row in pixels.reshape(pixels.shape[0], -1):
        bits = "".join(format(int(v), f"0{depth}b") for v in row)
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return out


def png(pixels, depth, color, interlaced=False, extra=()):
    """An own writer: Pillow writes neither Adam7 nor every depth."""
    height, width = pixels.shape[:2]
    if interlaced:
        raw = b""
        for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
            part = pixels[y0::dy, x0::dx]
            if part.size:
                raw += pack_rows(part, depth)
    else:
        raw = pack_rows(pixels, depth)
    data = zlib.compress(raw, 9)
    half = len(data) // 2
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra)
            + chunk(b"IDAT", data[:half]) + chunk(b"IDAT", data[half:]) + chunk(b"IEND", b""))


def keep(name, data, expected):
    (FOLDER / name).write_bytes(data)
    pixels = numpy.asarray(expected)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    lines.append(f"{name} {pixels.shape[1]} {pixels.shape[0]} {channels} {hashlib.sha256(pixels.tobytes()).hexdigest()}")


def keep_pillow(name, data, mode):
    keep(name, data, ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert(mode))


def make_pngs():
    for interlaced in (False, True):
        tail = "_interlaced.png" if interlaced else ".png"
        for depth in (1, 2, 4, 8):
            keep_pillow(f"grey{depth}{tail}", png(sample(1, 2**depth), depth, 0, interlaced), "L")
            palette = chunk(b"PLTE", (sample(3).reshape(-1, 3)[: 2**depth]).astype(numpy.uint8).tobytes())
            keep_pillow(f"palette{depth}{tail}", png(sample(1, 2**depth), depth, 3, interlaced, (palette,)), "RGB")
            transparent = (palette, chunk(b"tRNS", bytes([0, 128])))
            keep_pillow(f"palette{depth}_alpha{tail}", png(sample(1, 2**depth), depth, 3, interlaced, transparent), "RGBA")
        keep_pillow(f"grey8_alpha{tail}", png(sample(2), 8, 4, interlaced), "RGBA")
        keep_pillow(f"rgb8{tail}", png(sample(3), 8, 2, interlaced), "RGB")
        keep_pillow(f"rgba8{tail}", png(sample(4), 8, 6, interlaced), "RGBA")
        for channels, color, name in ((1, 0, "grey16"), (2, 4, "grey16_alpha"), (3, 2, "rgb16"), (4, 6, "rgba16")):
            wide = sample(channels, 65536)
            high = (wide >> 8).astype(numpy.uint8)  # Pillow's RGB;16B; its 16-bit grey has a mode of its own
            if channels == 1:
                high = high[:, :, 0]
            elif channels == 2:
                high = high[:, :, [0, 0, 0, 1]]
            keep(name + tail, png(wide, 16, color, interlaced), high)
    pixels = sample(3)
    key = struct.pack(">HHH", *(int(v) for v in pixels[5, 5]))
    keep_pillow("rgb8_key.png", png(pixels, 8, 2, extra=(chunk(b"tRNS", key),)), "RGBA")
    grey = sample(1)
    keep_pillow("grey8_key.png", png(grey, 8, 0, extra=(chunk(b"tRNS", struct.pack(">H", int(grey[5, 5, 0]))),)), "RGBA")
    exif = Image.Exif()
    exif[0x0112] = 6
    keep_pillow("turned6.png", png(pixels, 8, 2, extra=(chunk(b"eXIf", exif.tobytes()[6:]),)), "RGB")
    frames = [Image.fromarray(numpy.roll(pixels, i, 1).astype(numpy.uint8)) for i in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    keep("animated.png", out.getvalue(), frames[0])


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def make_jpegs():
    grey = Image.fromarray(sample(1)[:, :, 0].astype(numpy.uint8))
    color = Image.fromarray(sample(3).astype(numpy.uint8))
    inks = Image.fromarray(sample(4).astype(numpy.uint8), "CMYK")
    keep_pillow("grey.jpg", saved(grey, "JPEG", quality=90), "L")
    for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
        keep_pillow(f"color{name}.jpg", saved(color, "JPEG", quality=90, subsampling=sampling), "RGB")
        keep_pillow(f"progressive{name}.jpg", saved(color, "JPEG", quality=90, subsampling=sampling, progressive=True), "RGB")
    keep_pillow("restart.jpg", saved(color, "JPEG", quality=90, restart_marker_blocks=2), "RGB")
    cmyk = saved(inks, "JPEG", quality=90)
    keep_pillow("cmyk.jpg", cmyk, "RGB")
    adobe = cmyk.index(b"Adobe")
    keep_pillow("ycck.jpg", cmyk[: adobe + 11] + b"\x02" + cmyk[adobe + 12:], "RGB")
    plain = cmyk[: adobe - 4] + cmyk[adobe + 12:]  # not Adobe's, so not inverted; Pillow assumes Adobe's always
    keep("cmyk_plain.jpg", plain, ImageChops.invert(Image.open(io.BytesIO(plain))).convert("RGB"))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        keep_pillow(f"turned{orientation}.jpg", saved(color, "JPEG", quality=90, exif=exif), "RGB")


def make_webps():
    color = Image.fromarray(sample(3).astype(numpy.uint8))
    glass = Image.fromarray(sample(4).astype(numpy.uint8), "RGBA")
    exif = Image.Exif()
    exif[0x0112] = 8
    keep_pillow("lossy.webp", saved(color, "WEBP", quality=80), "RGB")
    keep_pillow("lossy_alpha.webp", saved(glass, "WEBP", quality=80), "RGBA")
    keep_pillow("lossless.webp", saved(color, "WEBP", lossless=True), "RGB")
    keep_pillow("lossless_alpha.webp", saved(glass, "WEBP", lossless=True, exact=True), "RGBA")
    keep_pillow("turned8.webp", saved(color, "WEBP", quality=80, exif=exif), "RGB")
    frames = [Image.fromarray(numpy.roll(sample(3), i, 1).astype(numpy.uint8)) for i in range(3)]
    keep_pillow("animated.webp", saved(frames[0], "WEBP", lossless=True, save_all=True, append_images=frames[1:]), "RGB")
    part = Image.new("RGBA", (WIDTH, HEIGHT))
    part.paste(glass.crop((0, 0, 12, 9)).convert("RGB"), (8, 6))
    # The first frame covers a part of the canvas; the rest is transparent (Pillow says black, for the flag is not set).
    keep("animated_part.webp",
         saved(part, "WEBP", lossless=True, exact=True, save_all=True, append_images=frames[1:], minimize_size=True), part)


make_pngs()
make_jpegs()
make_webps()
(FOLDER / "pictures.txt").write_text("\n".join(lines) + "\n")
