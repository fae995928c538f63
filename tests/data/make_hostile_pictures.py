# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes pictures that are damaged, huge or made to cost. Python standard library only.

usage: make_hostile_pictures.py PICTURES FOLDER
PICTURES: the folder of make_pictures.py, whose JPEG and WebP files are cut and bent here.
FOLDER/expectations.json: {"files": [{"path", "expect": "pixels" | "refuse" | "either", "size": [w, h]}]}
pixels: the picture is whole in spite of what stands beside it. either: both are right, if it costs little.
"""
import json
import pathlib
import struct
import sys
import zlib

PICTURES, FOLDER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
files = []
MEBI = 1 << 20


def keep(name, data, expect, size=None):
    (FOLDER / name).write_bytes(data)
    files.append({"path": name, "expect": expect, "size": size})


def zeros(count):
    """A zlib stream of many zero bytes, without making them all: the same flushed block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEBI)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (count * MEBI % 65521) << 16 | 1
    return b"\x78\xda" + block * count + b"\x03\x00" + struct.pack(">I", checksum)


# --- PNG

def chunk(kind, data, crc=None):
    crc = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = chunk(b"IEND", b"")


def head(width, height, depth=8, color=2, compression=0, filtering=0, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, compression, filtering, interlace))


PIXELS = zlib.compress(b"".join(b"\0" + b"".join(bytes([x * 9, y * 9, 77]) for x in range(8)) for y in range(8)))
DATA = chunk(b"IDAT", PIXELS)


def png(*chunks, start=None):
    return SIGNATURE + (head(8, 8) if start is None else start) + b"".join(chunks) + END


def make_png_texts():
    bomb = zeros(1024)
    good = [8, 8]
    keep("text_bomb_ztxt.png", png(chunk(b"zTXt", b"parameters\0\0" + bomb), DATA), "pixels", good)
    keep("text_bomb_itxt.png", png(chunk(b"iTXt", b"prompt\0\1\0\0\0" + bomb), DATA), "pixels", good)
    keep("text_bomb_xmp.png", png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb), DATA), "pixels", good)
    keep("text_bombs_200.png", png(chunk(b"zTXt", b"a\0\0" + zeros(64)) * 200, DATA), "pixels", good)
    keep("profile_bomb.png", png(chunk(b"iCCP", b"p\0\0" + bomb), DATA), "pixels", good)
    keep("texts_5000.png", png(chunk(b"tEXt", b"a\0b") * 5000, DATA), "pixels", good)
    keep("text_long_key.png", png(chunk(b"tEXt", b"k" * 5000 + b"\0v"), DATA), "pixels", good)
    keep("text_no_nul.png", png(chunk(b"tEXt", b"parameters"), chunk(b"iTXt", b"a\0\1"), DATA), "pixels", good)
    keep("text_bad_zlib.png", png(chunk(b"zTXt", b"a\0\0" + b"\x78\x9c" + bytes(50)), DATA), "pixels", good)
    keep("text_bad_crc.png", png(chunk(b"tEXt", b"a\0b", 5), DATA), "pixels", good)
    keep("text_not_utf8.png", png(chunk(b"iTXt", b"parameters\0\0\0\0\0" + bytes(range(128, 256)) * 100), DATA), "pixels", good)
    large = 7 * MEBI
    keep("a1111_brackets.png", png(chunk(b"tEXt", b"parameters\0a\nSteps: 1, " + b"ab: [, " * (large // 7)), DATA), "pixels", good)
    keep("a1111_lora_tags.png", png(chunk(b"tEXt", b"parameters\0" + b"<lora:" * (large // 6) + b"\nSteps: 1, Seed: 2, b1: 3"), DATA), "pixels", good)
    keep("json_deep.png", png(chunk(b"tEXt", b"prompt\0" + b'{"a":' + b"[" * large), DATA), "pixels", good)
    keep("json_wide.png", png(chunk(b"tEXt", b"invokeai_metadata\0[" + b"0," * (large // 2) + b"0]"), DATA), "pixels", good)
    nodes = {str(i): {"class_type": "SaveImage", "inputs": {"a": [str((i * 7 + 1) % 30000), 0], "positive": [str(i // 2), 0]}} for i in range(30000)}
    keep("comfy_ring.png", png(chunk(b"tEXt", b"prompt\0" + json.dumps(nodes).encode()), DATA), "pixels", good)
    xml = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    laughs = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (i, i - 1, i - 1) for i in range(1, 60)) + b"]><x>&a59;</x>"
    for name, packet in (("xmp_laughs", laughs), ("xmp_deep", xml + b"<a>" * (MEBI // 2)), ("xmp_wide", xml + b"<a/>" * (MEBI // 2)),
                         ("xmp_no_xml", b"\xff\xfe<\0x\0"), ("xmp_outside", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>")):
        keep(name + ".png", png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet), DATA), "pixels", good)
    ring = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8) + struct.pack(">I", 8)
    keep("exif_ring.png", png(chunk(b"eXIf", ring), DATA), "pixels", good)
    many = b"MM\0*\0\0\0\x08" + struct.pack(">H", 65535) + struct.pack(">HHII", 0x9286, 7, 700000, 16) * 65535
    keep("exif_65535_entries.png", png(chunk(b"eXIf", many), DATA), "pixels", good)
    claims = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x9286, 7, 0xFFFFFFFF, 0xFFFFFFF0)
    keep("exif_claims_4gib.png", png(chunk(b"eXIf", claims), DATA), "pixels", good)
    keep("orientation_9.png", png(chunk(b"eXIf", b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHH", 1, 0x0112, 3, 1, 9, 0)), DATA), "pixels", good)


def make_png_structure():
    for name, start in (("header_65535.png", head(65535, 65535)), ("header_2_31.png", head(2**31 - 1, 2**31 - 1)),
                        ("header_negative.png", head(2**32 - 1, 1)), ("header_zero.png", head(0, 8)), ("header_wide.png", head(60000, 1)),
                        ("header_gigapixel_1bit.png", head(32768, 32768, 1, 0)), ("header_memory.png", head(16000, 15999, 16, 6)),
                        ("header_depth.png", head(8, 8, 16, 3)), ("header_color.png", head(8, 8, 8, 5)),
                        ("header_filter.png", head(8, 8, 8, 2, 0, 1)), ("header_interlace.png", head(8, 8, 8, 2, 0, 0, 2)),
                        ("header_short.png", chunk(b"IHDR", bytes(12))), ("header_bad_crc.png", head(8, 8)[:-1] + b"x")):
        keep(name, png(DATA, start=start), "refuse")
    # 225 million grey pixels in 220 kB: large, but within what a picture may take.
    rows = zeros(15000 * 15001 // MEBI + 1)
    keep("honest_225_megapixels.png", png(chunk(b"IDAT", rows), start=head(15000, 15000, 8, 0)), "either", [15000, 15000])
    keep("pixels_too_many.png", png(chunk(b"IDAT", zeros(1024))), "either", [8, 8])
    keep("pixels_too_few.png", png(chunk(b"IDAT", zlib.compress(bytes(50)))), "refuse")
    keep("pixels_bad_zlib.png", png(chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 50)), "refuse")
    keep("pixels_none.png", png(), "refuse")
    keep("pixels_bad_crc.png", png(chunk(b"IDAT", PIXELS, 1)), "refuse")
    keep("pixels_interrupted.png", png(chunk(b"IDAT", PIXELS[:20]), chunk(b"tEXt", b"a\0b"), chunk(b"IDAT", PIXELS[20:])), "refuse")
    keep("pixels_bad_filter.png", png(chunk(b"IDAT", zlib.compress((b"\x09" + bytes(24)) * 8))), "either", [8, 8])
    keep("end_missing.png", png(DATA)[: -12], "refuse")
    keep("cut_in_pixels.png", png(DATA)[: 60], "refuse")
    keep("cut_in_header.png", png(DATA)[: 20], "refuse")
    keep("header_twice.png", png(head(8, 8), DATA), "refuse")
    keep("unknown_critical.png", png(chunk(b"ABCD", b"x"), DATA), "refuse")
    keep("chunk_length_4gib.png", SIGNATURE + head(8, 8) + b"\xff\xff\xff\xffIDAT" + PIXELS, "refuse")
    keep("chunk_type_digits.png", png(chunk(b"12\0\x1b", b""), DATA), "refuse")
    keep("chunks_1200000.png", png(chunk(b"aaAa", b"") * 1_200_000, DATA), "refuse")
    keep("palette_missing.png", png(DATA, start=head(8, 8, 8, 3)), "refuse")
    keep("palette_257.png", png(chunk(b"PLTE", bytes(257 * 3)), DATA, start=head(8, 8, 8, 3)), "refuse")
    indices = chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 8) * 8))
    keep("palette_index_outside.png", png(chunk(b"PLTE", bytes(6)), indices, start=head(8, 8, 8, 3)), "either", [8, 8])
    keep("transparency_long.png", png(chunk(b"PLTE", bytes(6)), chunk(b"tRNS", bytes(200)), chunk(b"IDAT", zlib.compress(bytes(72))), start=head(8, 8, 8, 3)), "pixels", [8, 8])
    keep("animation_claims.png", png(chunk(b"acTL", struct.pack(">II", 2**31, 0)), DATA), "pixels", [8, 8])
    keep("zip_behind.png", png(DATA) + b"PK\3\4" + bytes(1000), "pixels", [8, 8])


# --- JPEG

def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def make_jpegs():
    good = (PICTURES / "color420.jpg").read_bytes()
    frame, scan = good.index(b"\xff\xc0"), good.index(b"\xff\xda")
    size = list(struct.unpack(">HH", good[frame + 5:frame + 9]))[::-1]

    def bent(at, new):
        return good[:at] + new + good[at + len(new):]

    keep("header_65535.jpg", bent(frame + 5, b"\xff\xff\xff\xff"), "refuse")
    keep("header_zero.jpg", bent(frame + 5, bytes(4)), "refuse")
    keep("header_larger.jpg", bent(frame + 5, struct.pack(">HH", 12000, 12000)), "refuse")
    keep("bits_12.jpg", bent(frame + 4, b"\x0c"), "refuse")
    keep("lossless.jpg", bent(frame + 1, b"\xc3"), "refuse")
    keep("arithmetic.jpg", bent(frame + 1, b"\xc9"), "refuse")
    keep("components_5.jpg", bent(frame + 9, b"\x05"), "refuse")
    keep("components_2.jpg", bent(frame + 9, b"\x02"), "refuse")
    keep("sampling_zero.jpg", bent(frame + 11, b"\x00"), "refuse")
    keep("frame_missing.jpg", good[:frame] + good[scan:], "refuse")
    keep("frame_twice.jpg", good[:scan] + good[frame:], "refuse")
    keep("scan_missing.jpg", good[:scan] + b"\xff\xd9", "refuse")
    keep("cut_in_tables.jpg", good[:frame - 20], "refuse")
    keep("cut_in_scan.jpg", good[:scan + (len(good) - scan) // 2], "refuse")
    keep("segment_length_0.jpg", good[:2] + b"\xff\xe2\0\0" + good[2:], "refuse")
    keep("segment_length_1.jpg", good[:2] + b"\xff\xe2\0\1" + good[2:], "refuse")
    keep("segments_200000.jpg", good[:2] + segment(0xFE, b"") * 200_000 + good[2:], "refuse")
    keep("fill_bytes.jpg", good[:2] + b"\xff" * MEBI + good[2:], "pixels", size)
    keep("restarts.jpg", good[:-2] + b"\xff\xd0" * 100_000 + good[-2:], "either", size)
    tables = good[2:frame]
    keep("tables_3000.jpg", good[:2] + tables * 3000 + good[frame:], "either", size)
    wave = (PICTURES / "progressive420.jpg").read_bytes()
    first = wave.index(b"\xff\xda")
    keep("scans_2000.jpg", wave[:-2] + wave[first:-2] * 2000 + b"\xff\xd9", "refuse")
    where = wave.index(b"\xff\xc2")
    keep("scans_large.jpg", wave[:where + 5] + struct.pack(">HH", 15000, 15000) + wave[where + 9:], "refuse")
    loop = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8)
    keep("exif_ring.jpg", good[:2] + segment(0xE1, loop) + good[2:], "pixels", size)
    keep("exif_short.jpg", good[:2] + segment(0xE1, b"Exif\0\0MM") + good[2:], "pixels", size)
    comment = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x9286, 7, 40000, 26) + bytes(4) + b"UNICODE\0" + b"\x00\xd8" * 20000
    keep("exif_half_pairs.jpg", good[:2] + segment(0xE1, comment) + good[2:], "pixels", size)
    keep("xmp_no_xml.jpg", good[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<" * 60000) + good[2:], "pixels", size)
    keep("profile_pieces.jpg", good[:2] + segment(0xE2, b"ICC_PROFILE\0\x09\x02" + bytes(60000)) * 50 + good[2:], "pixels", size)


# --- WebP

def piece(kind, data):
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff(*pieces, length=None):
    body = b"WEBP" + b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def canvas(width, height, flags=0):
    return piece(b"VP8X", bytes([flags, 0, 0, 0]) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3])


def make_webps():
    lossy = (PICTURES / "lossy.webp").read_bytes()
    lossless = (PICTURES / "lossless.webp").read_bytes()
    moving = (PICTURES / "animated.webp").read_bytes()
    pixels, packed = lossy[12:], lossless[12:]
    width, height = struct.unpack("<HH", lossy[26:30])
    size = [width & 0x3FFF, height & 0x3FFF]
    keep("canvas_16777216.webp", riff(canvas(1 << 24, 1 << 24), pixels), "refuse")
    keep("canvas_larger.webp", riff(canvas(5000, 5000), pixels), "refuse")
    keep("lossless_16384.webp", riff(piece(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(20))), "refuse")
    keep("lossless_signature.webp", riff(piece(b"VP8L", b"\x30" + lossless[21:])), "refuse")
    keep("lossy_16383.webp", riff(piece(b"VP8 ", lossy[20:26] + b"\xff\x3f\xff\x3f" + lossy[30:])), "refuse")
    keep("lossy_zero.webp", riff(piece(b"VP8 ", lossy[20:26] + bytes(4) + lossy[30:])), "refuse")
    keep("lossy_between.webp", riff(piece(b"VP8 ", bytes([lossy[20] | 1]) + lossy[21:])), "refuse")
    keep("riff_4gib.webp", riff(pixels, length=2**32 - 2), "refuse")
    keep("riff_zero.webp", riff(pixels, length=0), "refuse")
    keep("chunk_4gib.webp", riff(b"EXIF\xff\xff\xff\xff", pixels), "refuse")
    keep("pixels_none.webp", riff(canvas(8, 8)), "refuse")
    keep("pixels_cut.webp", riff(pixels[: 8] + pixels[8: 60]), "refuse")
    keep("pixels_lossless_cut.webp", riff(piece(b"VP8L", lossless[20:60])), "refuse")
    keep("pixels_twice.webp", riff(pixels, packed), "either", size)
    keep("chunks_200000.webp", riff(piece(b"aaaa", b"") * 200_000, pixels), "refuse")
    frame = moving.index(b"ANMF")
    keep("frame_outside.webp", moving[:frame + 8] + b"\xff\xff\xff" + moving[frame + 11:], "refuse")
    keep("frame_in_frame.webp", riff(canvas(size[0], size[1], 2), piece(b"ANIM", bytes(6)),
                                     piece(b"ANMF", bytes(16) + piece(b"ANMF", bytes(16) + pixels))), "refuse")
    keep("frame_unannounced.webp", riff(piece(b"ANMF", bytes(16) + pixels)), "refuse")
    keep("alpha_empty.webp", riff(canvas(size[0], size[1], 16), piece(b"ALPH", b""), pixels), "either", size)
    keep("alpha_damaged.webp", riff(canvas(size[0], size[1], 16), piece(b"ALPH", b"\x01" + b"\xff" * 30), pixels), "either", size)
    keep("exif_damaged.webp", riff(canvas(size[0], size[1], 8), pixels, piece(b"EXIF", b"MM\0*\xff\xff\xff\xff")), "pixels", size)
    keep("xmp_deep.webp", riff(canvas(size[0], size[1], 4), pixels, piece(b"XMP ", b"urn:limn:xmp" + b"<a>" * MEBI)), "pixels", size)


def make_others():
    keep("empty.png", b"", "refuse")
    keep("one_byte.jpg", b"\xff", "refuse")
    keep("signature_only.png", SIGNATURE, "refuse")
    keep("gif.png", b"GIF89a" + bytes(100), "refuse")
    keep("text.webp", b"RIFF and so on, but no picture at all", "refuse")
    keep("start_only.jpg", b"\xff\xd8\xff", "refuse")


FOLDER.mkdir(parents=True, exist_ok=True)
make_png_texts()
make_png_structure()
make_jpegs()
make_webps()
make_others()
(FOLDER / "expectations.json").write_text(json.dumps({"files": files}, indent=1))
