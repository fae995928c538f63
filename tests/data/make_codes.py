# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes pictures of codes with other programs than the one that reads them: segno (QR) and python-barcode.

usage: make_codes.py FOLDER        pip install segno python-barcode pillow
FOLDER/codes.json: {"file": [[kind, text], ...]}. Rotated and slanted as a camera would see them."""
import io
import json
import pathlib
import sys

import barcode
import segno
from barcode.writer import ImageWriter
from PIL import Image

FOLDER = pathlib.Path(sys.argv[1])
told = {}


def qr(text, scale=4):
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=scale, border=4)
    return Image.open(out).convert("L")


def bars(kind, text):
    writer = ImageWriter()
    return barcode.get(kind, text, writer=writer).render({"write_text": False, "module_height": 9, "dpi": 300}).convert("L")


def put(name, picture, codes):
    picture.save(FOLDER / name, optimize=True)
    told[name] = codes


put("qr.png", qr("https://example.org/limn?a=1&b=2"), [["QR code", "https://example.org/limn?a=1&b=2"]])
put("qr-utf8.png", qr("Grüße aus München – 海"), [["QR code", "Grüße aus München – 海"]])
put("qr-turned.png", qr("turned by 30 degrees").rotate(30, expand=True, fillcolor=255, resample=Image.BICUBIC),
    [["QR code", "turned by 30 degrees"]])
put("ean13.png", bars("ean13", "4006381333931"), [["bar code", "4006381333931"]])
put("code128-upright.png", bars("code128", "LIMN-0042/B").rotate(90, expand=True), [["bar code", "LIMN-0042/B"]])
both = Image.new("L", (420, 180), 255)
both.paste(qr("left", 5), (0, 10))
both.paste(qr("line one\nline two", 5), (210, 10))
put("two.png", both, [["QR code", "left"], ["QR code", "line one line two"]])
(FOLDER / "codes.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
