# SPDX-License-Identifier: Apache-2.0
"""Draws pictures of writing whose truth is known: make_ocr_set.py FOLDER.

Writes FOLDER/NAME.png (or .jpg) and FOLDER/truth.json: {"NAME.png": {"kind", "text", "turned"}}. The same files every time
with the same Pillow. Needs Pillow, numpy and the Debian packages fonts-dejavu and fonts-urw-base35."""
import json
import pathlib
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DEJAVU = "/usr/share/fonts/truetype/dejavu/"
URW = "/usr/share/fonts/opentype/urw-base35/"
INTER = str(pathlib.Path(__file__).resolve().parents[3] / "resources/fonts/Inter-Regular.otf")
FONTS = {
    "inter": INTER,
    "dejavu-sans": DEJAVU + "DejaVuSans.ttf",
    "dejavu-serif": DEJAVU + "DejaVuSerif.ttf",
    "dejavu-mono": DEJAVU + "DejaVuSansMono.ttf",
    "nimbus-roman": URW + "NimbusRoman-Regular.otf",
    "nimbus-roman-italic": URW + "NimbusRoman-Italic.otf",
    "nimbus-sans-narrow": URW + "NimbusSansNarrow-Bold.otf",
    "nimbus-mono": URW + "NimbusMonoPS-Regular.otf",
    "gothic": URW + "URWGothic-Book.otf",
    "bookman": URW + "URWBookman-Demi.otf",
    "palladio": URW + "P052-Roman.otf",
    "schoolbook": URW + "C059-Roman.otf",
}
CHANCERY = URW + "Z003-MediumItalic.otf"

ENGLISH = [
    "The lighthouse keeper wrote the weather down every evening, and nobody ever asked him why.",
    "Bread, two lemons, a bag of rice and the good olive oil from the shop at the corner.",
    "The train to the coast leaves at 14:35 from platform 7; please have your tickets ready.",
    "We measured the river in March and again in June: it had fallen by almost two metres.",
    "Do not feed the ducks. They have been fed, whatever they may tell you.",
    "A quick answer is seldom a good one, but a slow answer is not better for being slow.",
    "Invoice 20814, due on 30 September: 3 chairs at 49.90 each, 1 table at 320.00.",
    "When the snow had melted, the garden looked as if somebody had tidied it overnight.",
    "Turn the large screw to the left until the lid opens, then lift it with both hands.",
    "Her first novel was about a village where the clocks ran backwards on Sundays.",
    "The museum is closed on Mondays. Groups of more than ten should call 555-0147.",
    "Small boats go out before sunrise and come back when the market opens.",
]
INDONESIAN = [
    "Selamat datang di rumah kami, silakan duduk dan minum teh dulu.",
    "Kereta ke Yogyakarta berangkat pukul 14.35 dari peron tujuh.",
    "Dilarang membuang sampah di sungai ini. Terima kasih atas kerja sama Anda.",
    "Pada musim hujan, jalan menuju desa itu sering tergenang air.",
    "Nenek membeli beras, telur, cabai merah, dan ikan asin di pasar pagi.",
    "Anak-anak belajar membaca di bawah pohon mangga yang besar.",
    "Harap tutup pintu dengan perlahan supaya tidak membangunkan bayi.",
    "Penelitian ini menunjukkan bahwa permukaan danau turun hampir dua meter.",
    "Toko ini buka setiap hari kecuali Jumat, dari pukul 08.00 sampai 20.00.",
    "Perahu kecil berangkat sebelum matahari terbit dan kembali ketika pasar dibuka.",
]
WORDS = ["EXIT", "HOTEL", "Bakery", "Open", "Post Office", "TICKETS", "Apotek", "Warung Kopi", "PINTU MASUK", "Toilet",
         "Harbour", "NO PARKING", "Library", "Stasiun", "Sale", "Museum"]
LABELS = ["File", "Edit", "View", "Save as", "Cancel", "Preferences", "Width", "Height", "Brightness", "Contrast", "New folder",
          "Delete", "Undo", "Search", "Help", "Apply"]


def wrapped(draw, text, font, width):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font=font) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return lines + [line]


def page(text, font="dejavu-sans", size=24, ground=(255, 255, 255), ink=(0, 0, 0), width=720, margin=28):
    face = ImageFont.truetype(FONTS[font], size)
    lines = wrapped(ImageDraw.Draw(Image.new("RGB", (8, 8))), text, face, width - 2 * margin)
    step = int(size * 1.4)
    picture = Image.new("RGB", (width, 2 * margin + step * len(lines)), ground)
    draw = ImageDraw.Draw(picture)
    for i, line in enumerate(lines):
        draw.text((margin, margin + i * step), line, font=face, fill=ink)
    return picture


def noisy(picture, deviation, random):
    values = numpy.asarray(picture).astype(float) * 0.8 + 25
    values += random.normal(0, deviation, values.shape)
    return Image.fromarray(values.clip(0, 255).astype(numpy.uint8))


def unevenly_lit(picture, darkest):
    values = numpy.asarray(picture).astype(float)
    height, width = values.shape[:2]
    x = numpy.linspace(0, 1, width)[None, :, None]
    y = numpy.linspace(0, 1, height)[:, None, None]
    light = darkest + (1 - darkest) * (0.6 * x + 0.4 * y)
    return Image.fromarray((values * light).clip(0, 255).astype(numpy.uint8))


def on_texture(text, font, size, random):
    """Writing over something like a photograph: clouds of two colours."""
    small = random.uniform(0, 1, (7, 11))
    clouds = numpy.asarray(Image.fromarray((small * 255).astype(numpy.uint8)).resize((720, 260), Image.BICUBIC)) / 255.0
    a, b = random.integers(150, 250, 3), random.integers(110, 200, 3)
    ground = clouds[..., None] * a + (1 - clouds[..., None]) * b + random.normal(0, 4, (260, 720, 3))
    picture = Image.fromarray(ground.clip(0, 255).astype(numpy.uint8))
    draw = ImageDraw.Draw(picture)
    face = ImageFont.truetype(FONTS[font], size)
    for i, line in enumerate(wrapped(draw, text, face, 660)):
        draw.text((30, 30 + i * int(size * 1.4)), line, font=face, fill=(20, 20, 30))
    return picture


def on_shapes(text, size, random):
    """Writing over strong edges that are no writing."""
    picture = Image.new("RGB", (720, 240), (225, 225, 215))
    draw = ImageDraw.Draw(picture)
    for _ in range(26):
        x, y = random.integers(0, 700), random.integers(0, 220)
        w, h = random.integers(20, 160), random.integers(20, 120)
        shade = tuple(int(c) for c in random.integers(150, 255, 3))
        (draw.ellipse if random.integers(0, 2) else draw.rectangle)((x, y, x + w, y + h), fill=shade)
    face = ImageFont.truetype(FONTS["dejavu-sans"], size)
    for i, line in enumerate(wrapped(draw, text, face, 660)):
        draw.text((30, 30 + i * int(size * 1.4)), line, font=face, fill=(10, 10, 10))
    return picture


def in_perspective(picture, lean):
    """As if photographed from the side."""
    width, height = picture.size
    inset = int(height * lean)
    corners = [(0, inset), (0, height - inset), (width, height), (width, 0)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (0, height), (width, height), (width, 0)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    transform = numpy.linalg.solve(numpy.array(rows, float), numpy.array(wanted, float))
    return picture.transform(picture.size, Image.PERSPECTIVE, transform, Image.BICUBIC, fillcolor=(255, 255, 255))


def dense_page(texts, heading):
    """A page of A4 at 150 dots an inch: a heading over two columns."""
    body = two_columns(" ".join(texts[:14]), " ".join(texts[14:]), "nimbus-roman", 20)
    picture = Image.new("RGB", (1240, 1754), (252, 250, 244))
    draw = ImageDraw.Draw(picture)
    draw.text((620, 110), heading, font=ImageFont.truetype(FONTS["palladio"], 44), fill=(20, 20, 20), anchor="mm")
    picture.paste(body, ((1240 - body.width) // 2, 190))
    return picture


def two_columns(left, right, font, size):
    gap, width = 40, 420
    a = page(left, font, size, width=width, margin=18)
    b = page(right, font, size, width=width, margin=18)
    picture = Image.new("RGB", (2 * width + gap, max(a.height, b.height) + 20), (255, 255, 255))
    picture.paste(a, (0, 10))
    picture.paste(b, (width + gap, 10))
    return picture


def dialog(labels, size, dark):
    """Words that stand about, as in a window; read from top to bottom, in each row from left to right."""
    ground, field, ink = ((43, 43, 48), (60, 60, 68), (230, 230, 230)) if dark else ((240, 240, 240), (255, 255, 255), (30, 30, 30))
    picture = Image.new("RGB", (520, 40 + 52 * ((len(labels) + 1) // 2)), ground)
    draw = ImageDraw.Draw(picture)
    face = ImageFont.truetype(INTER, size)
    for i, label in enumerate(labels):
        x, y = 20 + 250 * (i % 2), 20 + 52 * (i // 2)
        draw.rounded_rectangle((x, y, x + 230, y + 36), 6, fill=field)
        draw.text((x + 14, y + 18), label, font=face, fill=ink, anchor="lm")
    return picture


class Set:
    def __init__(self, folder):
        self.folder, self.truth = folder, {}

    def add(self, kind, picture, text, turned=0, quality=None):
        name = f"{kind}-{sum(t['kind'] == kind for t in self.truth.values()):02d}" + (".jpg" if quality else ".png")
        picture.save(self.folder / name, **({"quality": quality} if quality else {}))
        self.truth[name] = {"kind": kind, "text": text, "turned": turned}


def draw_all(folder):
    out = Set(folder)
    random = numpy.random.default_rng(20260101)
    fonts = list(FONTS)
    for i, font in enumerate(fonts):
        for k in range(3):
            text = ENGLISH[(i + 4 * k) % len(ENGLISH)]
            out.add("font", page(text, font, 26), text)
    for i, size in enumerate((9, 10, 11, 12, 14, 18, 24, 36, 48, 64)):
        for k in range(3):
            text = ENGLISH[(i + 5 * k + 1) % len(ENGLISH)]
            out.add("size-small" if size < 13 else "size", page(text, fonts[(i + k) % 4], size, width=max(320, 24 * size)), text)
    colours = [((20, 24, 40), (240, 240, 230)), ((0, 0, 0), (255, 255, 255)), ((30, 60, 160), (255, 230, 90)), ((255, 240, 200), (150, 30, 30)),
               ((200, 220, 255), (20, 30, 120)), ((180, 30, 30), (255, 255, 255)), ((40, 120, 60), (250, 250, 250)), ((235, 235, 235), (150, 150, 150)),
               ((90, 90, 90), (170, 170, 170)), ((255, 210, 60), (60, 40, 0)), ((250, 180, 200), (90, 20, 60)), ((60, 20, 80), (250, 160, 220))]
    for i, (ground, ink) in enumerate(colours * 2):
        text = ENGLISH[i % len(ENGLISH)]
        out.add("colour", page(text, fonts[i % 5], 26, ground, ink), text)
    for turned, turn in ((90, Image.ROTATE_270), (180, Image.ROTATE_180), (270, Image.ROTATE_90)):
        for k in range(8):
            text = (ENGLISH + INDONESIAN)[(turned // 9 + 2 * k) % 22]
            out.add("turned", page(text, fonts[k % 8], 26).transpose(turn), text, turned)
    for k, degrees in enumerate((-12, -9, -7, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 7, 9, 12)):
        text = ENGLISH[k % len(ENGLISH)] + " " + ENGLISH[(k + 3) % len(ENGLISH)]
        out.add("skewed", page(text, fonts[k % 6], 26).rotate(degrees, Image.BICUBIC, expand=True, fillcolor=(255, 255, 255)), text)
    for i, deviation in enumerate((10, 20, 30, 40)):
        for k in range(5):
            text = ENGLISH[(2 * i + 3 * k) % len(ENGLISH)]
            out.add("noise", noisy(page(text, fonts[k], 30), deviation, random), text)
    for i, quality in enumerate((8, 15, 30)):
        for k in range(4):
            text = ENGLISH[(5 * i + k) % len(ENGLISH)]
            out.add("jpeg", page(text, fonts[k + 1], 24), text, quality=quality)
    for i, radius in enumerate((1, 1.5, 2, 2.5)):
        for k in range(3):
            text = ENGLISH[(i + 6 * k) % len(ENGLISH)]
            out.add("blur", page(text, fonts[k + 2], 28).filter(ImageFilter.GaussianBlur(radius)), text)
    for k in range(12):
        text = ENGLISH[k]
        out.add("uneven-light", unevenly_lit(page(text, fonts[k], 28), (0.25, 0.4, 0.6)[k % 3]), text)
    for k in range(16):
        text = ENGLISH[k % len(ENGLISH)]
        out.add("texture", on_texture(text, fonts[k % 6], 30, random), text)
    for k in range(16):
        texts = INDONESIAN if k % 4 == 3 else ENGLISH
        left = " ".join(texts[(k + j) % len(texts)] for j in range(3))
        right = " ".join(texts[(k + 3 + j) % len(texts)] for j in range(3))
        out.add("two-columns", two_columns(left, right, fonts[k % 6], 20), f"{left} {right}")
    for k in range(40):
        text = INDONESIAN[k % len(INDONESIAN)]
        out.add("indonesian", page(text, fonts[k % len(fonts)], (18, 22, 26, 30)[k // 10]), text)
    for k in range(12):
        text = ENGLISH[k]
        out.add("shapes", on_shapes(text, 32, random), text)
        out.add("perspective", in_perspective(page(text, fonts[k % 6], 30), (0.05, 0.1, 0.15, 0.2)[k % 4]), text)
    FONTS["chancery"] = CHANCERY
    for k in range(8):
        out.add("chancery", page(ENGLISH[k], "chancery", 34), ENGLISH[k])
    for k in range(4):
        texts = [(INDONESIAN if k == 3 else ENGLISH)[(k + 7 * j) % 10] for j in range(28)]
        heading = ("The Weather Book", "Notes from the Harbour", "On Slow Answers", "Kabar dari Desa")[k]
        out.add("page", dense_page(texts, heading), f"{heading} {' '.join(texts)}")
    for k, word in enumerate(WORDS):
        ground, ink = colours[k % 7]
        out.add("sign", page(word, fonts[k % len(fonts)], 60, ground, ink, width=560, margin=60), word)
    for k in range(16):
        labels = [LABELS[(k + 3 * j) % len(LABELS)] for j in range(6)]
        out.add("window", dialog(labels, (12, 13, 14, 16)[k % 4], k % 2 == 1), " ".join(labels))
    return out.truth


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    truth = draw_all(folder)
    (folder / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False))
    print(len(truth), "pictures")


if __name__ == "__main__":
    main()
