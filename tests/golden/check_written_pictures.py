# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Other programs read what Limn wrote: exiftool (Debian's libimage-exiftool-perl) the metadata, Pillow 13 the pixels.

usage: check_written_pictures.py BUILD
BUILD: a build folder; its tests write the pictures into a temporary folder. Ends with "N checks hold" or the first that does not.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image

BUILD = pathlib.Path(sys.argv[1]).resolve()
PICTURES = pathlib.Path(__file__).resolve().parents[1] / "data" / "pictures"
checks = 0


def check(holds, what):
    global checks
    if not holds:
        sys.exit(f"does not hold: {what}")
    checks += 1


def exiftool(*files):
    out = subprocess.run(["exiftool", "-json", "-G", "-struct", "-charset", "utf8", *map(str, files)], check=True, capture_output=True)
    return {pathlib.Path(entry["SourceFile"]).name: entry for entry in json.loads(out.stdout)}


def same_frames(a, b):
    count = getattr(a, "n_frames", 1)
    if count != getattr(b, "n_frames", 1):
        return False
    for frame in range(count):
        a.seek(frame)
        b.seek(frame)
        if a.size != b.size or a.convert("RGBA").tobytes() != b.convert("RGBA").tobytes():
            return False
    return True


def check_new(folder):
    """tst_WritePicture: the texts are those of its everything()."""
    told = exiftool(*sorted(folder.glob("a.*")))
    check(set(told) == {"a.png", "a.jpg", "a.JPEG", "a.webp"}, "exiftool reads all four")
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    for name, tags in told.items():
        check(not any(key.endswith(("Warning", "Error")) for key in tags), f"{name}: exiftool has no complaint: {tags}")
        check(tags["XMP:DigitalSourceType"] == source, f"{name}: DigitalSourceType")
        check(tags["XMP:Description"] == "words", f"{name}: dc:description")
        with Image.open(folder / name) as image:
            image.load()
            check(image.size == (64, 48), f"{name}: Pillow reads the pixels")
            if name == "a.png":
                check(image.text == {"parameters": "a fox\nSteps: 3, Seed: 5", "latin": "äß", "wide": "狐 🦊",
                                     "XML:com.adobe.xmp": image.text["XML:com.adobe.xmp"]}, "a.png: Pillow reads the texts")
            else:
                comment = image.getexif().get_ifd(0x8769)[0x9286]
                check(comment == b"UNICODE\0" + "a fox, 狐 🦊\nSteps: 3, Seed: 5".encode("utf-16-be"), f"{name}: UserComment")
                check(tags["EXIF:UserComment"] == "a fox, 狐 🦊\nSteps: 3, Seed: 5", f"{name}: exiftool reads UserComment")
                check(image.getexif()[0x0131] == "Limn 0.1.0", f"{name}: Software")


def check_changed(folder):
    """tst_WritePicture: two changes of the XMP of every picture in tests/data/pictures."""
    files = sorted(folder.iterdir())
    told = exiftool(*files)
    check(len(files) > 50, "all pictures were changed")
    for file in files:
        tags = told[file.name]
        complaints = [value for key, value in tags.items() if key.endswith(("Warning", "Error"))]
        check(not complaints, f"{file.name}: exiftool has no complaint: {complaints}")
        check(tags["XMP:Description"] == "new", f"{file.name}: dc:description")
        check(tags["XMP:AltTextAccessibility"] == "short", f"{file.name}: AltTextAccessibility")
        check(tags["XMP:ExtDescrAccessibility"] == "extended", f"{file.name}: ExtDescrAccessibility")
        check(tags["XMP:Subject"] == ["one", "two"], f"{file.name}: dc:subject")
        with Image.open(PICTURES / file.name) as before, Image.open(file) as after:
            check(same_frames(before, after), f"{file.name}: Pillow sees the same pixels")
            check(before.getexif().get(0x0112) == after.getexif().get(0x0112), f"{file.name}: orientation")


def check_generated(folder):
    """What `limn generate` writes, by the program with the engine that needs no model."""
    (folder / "my.safetensors").write_bytes(b"a model")
    for name in ("g.png", "g.jpg", "g.webp"):
        subprocess.run([BUILD / "tests" / "limn_fake", "generate", "狐 a fox", "--model", folder / "my.safetensors", "--seed", "7",
                        "--output", folder / name], check=True, capture_output=True)
        tags = exiftool(folder / name)[name]
        check(tags["XMP:DigitalSourceType"].endswith("/trainedAlgorithmicMedia"), f"{name}: DigitalSourceType")
        with Image.open(folder / name) as image:
            if name == "g.png":
                own, parameters = json.loads(image.text["limn"]), image.text["parameters"]
            else:
                own = json.loads(tags["XMP:Generation"])
                parameters = image.getexif().get_ifd(0x8769)[0x9286][8:].decode("utf-16-be")
        check(own["schema"] == "limn.generation/1" and own["prompt"] == "狐 a fox" and own["seed"] == 7, f"{name}: Limn's JSON")
        check(parameters.startswith("狐 a fox\nSteps: ") and ", Seed: 7, " in parameters, f"{name}: A1111's text: {parameters}")


with tempfile.TemporaryDirectory() as temporary:
    root = pathlib.Path(temporary)
    environment = dict(os.environ, LIMN_WRITTEN_PICTURES=temporary, QT_QPA_PLATFORM="offscreen")
    subprocess.run([BUILD / "tests" / "tst_WritePicture"], check=True, env=environment, stdout=subprocess.DEVNULL)
    check_new(root)
    check_changed(root / "changed")
    check_generated(root)
print(f"{checks} checks hold")
