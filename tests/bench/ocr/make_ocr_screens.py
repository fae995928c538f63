# SPDX-License-Identifier: Apache-2.0
"""Ten real pictures of writing: make_ocr_screens.py FOLDER.

Nine screenshots of xterm windows (taken with Xvfb and ImageMagick's import) that show the project's own documents in several
fonts, sizes and colours, and the photographed page of scikit-image's data. Writes truth.json as measure_ocr.py wants it."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import textwrap
import time

ROOT = pathlib.Path(__file__).parents[3]
DISPLAY = ":39"
# document, its first line, number of lines, columns, font, points, ground, ink
SCREENS = [
    ("README.md", 0, 16, 78, "DejaVu Sans Mono", 10, "white", "black"),
    ("ARCHITECTURE.md", 0, 16, 84, "Noto Mono", 10, "black", "#dddddd"),
    ("CONTRIBUTING.md", 0, 18, 76, "Noto Sans Mono", 11, "#fdf6e3", "#586e75"),
    ("LICENSE", 8, 20, 80, "DejaVu Sans Mono", 9, "#002b36", "#93a1a1"),
    ("README.md", 20, 14, 70, "Noto Sans Mono", 12, "#1e1e2e", "#cdd6f4"),
    ("LICENSE", 40, 22, 82, "Nimbus Mono PS", 12, "white", "black"),
    ("inference/starter/README.md", 0, 16, 80, "DejaVu Sans Mono", 12, "#300a24", "#eeeeec"),
    ("CONTRIBUTING.md", 18, 16, 80, "Noto Mono", 12, "#eeeeee", "#333333"),
    ("LICENSE", 90, 18, 78, "Noto Sans Mono", 9, "#ffffdd", "#000000"),
]
PAGE = """Region-based segmentation Let us first determine markers of the coins and the background. These markers are pixels
that we can label unambiguously as either object or background. Here, the markers are found at the two extreme parts of the
histogram of grey values: >>> markers = np.zeros_like(coins)"""


def lines_of(document, first, count, columns):
    """Plain sentences of a document, wrapped; Markdown's tables and code are left out."""
    text = (ROOT / document).read_text()
    kept = [line for line in text.splitlines()[first:] if line and not line.startswith(("|", "`", "!", "<"))
            and line.isascii() and "|" not in line]
    wrapped = [part for line in kept for part in textwrap.wrap(line.strip(), columns)]
    return wrapped[:count]


def shoot(folder, number, screen):
    document, first, count, columns, font, points, ground, ink = screen
    lines = lines_of(document, first, count, columns)
    shown = folder / "shown.txt"
    shown.write_text("\n".join(lines) + "\n")
    name = f"screen{number}.png"
    # The cursor is hidden: a block at the end is no letter.
    window = subprocess.Popen(["xterm", "-fa", font, "-fs", str(points), "-bg", ground, "-fg", ink, "-geometry",
                               f"{columns + 2}x{len(lines) + 2}+0+0", "+sb", "-title", "shown", "-e", "sh", "-c",
                               f"printf '\\033[?25l'; cat '{shown}'; sleep 60"])
    time.sleep(3)
    subprocess.run(["import", "-window", "shown", str(folder / name)], check=True)
    window.terminate()
    window.wait()
    shown.unlink()
    return name, {"kind": "screen", "text": " ".join(lines)}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1600x1000x24"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    os.environ["DISPLAY"] = DISPLAY
    try:
        truth = dict(shoot(folder, number, screen) for number, screen in enumerate(SCREENS, 1))
    finally:
        server.terminate()
    import skimage.data
    shutil.copy(pathlib.Path(skimage.data.__file__).parent / "page.png", folder / "page.png")
    truth["page.png"] = {"kind": "photographed", "text": " ".join(PAGE.split())}
    (folder / "truth.json").write_text(json.dumps(truth, indent=1))


if __name__ == "__main__":
    main()
