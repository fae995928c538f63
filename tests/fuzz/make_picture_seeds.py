# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes the seeds png, picture, dialects and xmp in tests/fuzz/seeds from tests/data. Python standard library only.

Usage: make_picture_seeds.py DATA SEEDS
"""
import pathlib
import shutil
import struct
import sys
import zlib

KEYS = ["parameters", "prompt", "invokeai_metadata", "sd-metadata", "Dream", "Comment", "limn", "UserComment"]


def texts_of(png):
    """(key, text) of the tEXt and iTXt chunks."""
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        data = png[at + 8:at + 8 + length]
        if kind == b"tEXt":
            key, _, value = data.partition(b"\0")
            yield key.decode("latin-1"), value.decode("latin-1")
        elif kind == b"iTXt":
            key, _, rest = data.partition(b"\0")
            yield key.decode("latin-1"), rest[2:].split(b"\0", 2)[2].decode()
        at += length + 12


def main(data, seeds):
    for name in ["png", "picture", "dialects", "xmp"]:
        (seeds / name).mkdir(parents=True, exist_ok=True)
    pictures, dialects = data / "pictures", data / "dialects"
    for name in ["rgb8", "rgba16_interlaced", "palette4_alpha", "grey1", "rgb8_key", "turned6", "animated"]:
        shutil.copy(pictures / (name + ".png"), seeds / "png" / name)
    for name in ["a1111_unicode", "comfyui_flux", "invokeai", "fooocus", "novelai4"]:
        shutil.copy(dialects / (name + ".png"), seeds / "png" / name)
    head = b"\x89PNG\r\n\x1a\n"

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rgb = (pictures / "rgb8.png").read_bytes()
    packed = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a\nSteps: 1, Seed: 2, Size: 3x4"))
    packed += chunk(b"iTXt", b"prompt\0\1\0en\0\0" + zlib.compress(b"{}")) + chunk(b"caBX", b"") + chunk(b"iCCP", b"p\0\0")
    (seeds / "png" / "packed").write_bytes(head + rgb[8:33] + packed + rgb[33:])

    for name in ["color420.jpg", "progressive444.jpg", "cmyk.jpg", "restart.jpg", "turned5.jpg", "lossy.webp", "lossless_alpha.webp",
                 "lossy_alpha.webp", "turned8.webp", "animated.webp"]:
        shutil.copy(pictures / name, seeds / "picture" / name)
    for name in ["a1111.jpg", "fooocus.jpg", "comfyui.webp", "sdcpp.webp"]:
        shutil.copy(dialects / name, seeds / "picture" / name)

    for file in sorted(dialects.glob("*.png")):
        for key, text in texts_of(file.read_bytes()):
            if key in KEYS:
                (seeds / "dialects" / f"{file.stem}_{key}").write_bytes(bytes([KEYS.index(key)]) + text.encode())
    (seeds / "dialects" / "limn").write_bytes(bytes([KEYS.index("limn")]) + (
        b'{"schema":"limn.generation/1","program":"Limn 0.1.0","task":"inpaint","prompt":"a","negative_prompt":"b","seed":1,'
        b'"steps":2,"guidance_scale":3.5,"scheduler":"euler","width":8,"height":9,"strength":0.5,"clip_skip":2,"model":{"name":"m",'
        b'"sha256":"00","architecture":"x","vae":"v"},"loras":[{"name":"l","scale":0.5,"sha256":"1"}],"start_picture":{"name":"s",'
        b'"sha256":"2","lineage":["3"]},"mask":{"sha256":"4"},"device":"cpu","dtype":"float32","versions":{"a":"b"}}'))

    rdf = ('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
           'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" %s</rdf:Description></rdf:RDF>'
           '</x:xmpmeta><?xpacket end="w"?>')
    (seeds / "xmp" / "texts").write_text(rdf % (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="x"><dc:description>'
        '<rdf:Alt><rdf:li xml:lang="x-default">a</rdf:li><rdf:li xml:lang="de">b</rdf:li></rdf:Alt></dc:description><dc:subject>'
        '<rdf:Bag><rdf:li>k</rdf:li></rdf:Bag></dc:subject>'))
    (seeds / "xmp" / "source").write_text(rdf % (
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="http://x/y">'
        '<Iptc4xmpExt:Struct rdf:parseType="Resource"><Iptc4xmpExt:A>&lt;</Iptc4xmpExt:A></Iptc4xmpExt:Struct>'))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
