#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes more than 200 hostile, damaged and odd model files, and expectations.json beside them.

Python standard library only. Usage: make_hostile.py FOLDER
expectations.json: {"marker": PATH, "files": [{"path": ..., "expect": "refuse" | "accept"}]}. "accept" means that the
file is odd and harmless: it may be listed. Whatever a file asks for, nothing may be executed: every payload would
create the marker. Files take about 250 MB; the huge ones are sparse.
"""
import json
import os
import pathlib
import struct
import sys
import zlib

TB = 1 << 40


class Collection:
    def __init__(self, folder):
        self.folder = folder
        self.marker = folder / "EXECUTED"
        self.files = []

    def add(self, path, data, expect="refuse", sparse_size=None):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "wb") as file:
            file.write(data)
            if sparse_size is not None:
                file.truncate(sparse_size)
        self.expect(path, expect)

    def expect(self, path, expect):
        self.files.append({"path": path, "expect": expect})

    def accept(self, path, data, sparse_size=None):
        self.add(path, data, "accept", sparse_size)

    def finish(self):
        text = json.dumps({"marker": str(self.marker), "files": self.files}, indent=1)
        (self.folder / "expectations.json").write_text(text)


# ---- safetensors ----

def packed(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(begin=0, end=2, shape=None, dtype="U8"):
    return {"dtype": dtype, "shape": [end - begin] if shape is None else shape, "data_offsets": [begin, end]}


def raw_tensor(shape="[2]", offsets="[0,2]", dtype='"U8"', name='"a"', extra=""):
    return ('{%s:{"dtype":%s,"shape":%s,"data_offsets":%s%s}}' % (name, dtype, shape, offsets, extra)).encode()


def add_safetensors(out):
    good = packed({"a": tensor()}, b"xy")

    def add(name, data, expect="refuse", **more):
        out.add("safetensors/%s.safetensors" % name, data, expect, **more)

    # Rule 1: length and size.
    add("empty", b"")
    for size in (1, 7, 8):
        add("only-%d-bytes" % size, good[:size])
    for name, length in [("2-63", 1 << 63), ("2-64-1", (1 << 64) - 1), ("2-64-8", (1 << 64) - 8), ("100mb-and-1", 100_000_001),
                         ("99mb", 99_000_000), ("one-too-long", len(good) - 8 + 1), ("zero", 0), ("one", 1), ("2-32", 1 << 32)]:
        add("length-" + name, packed({"a": tensor()}, b"xy", length=length))
    for cut in range(9, len(good), 6):
        add("cut-to-%02d" % cut, good[:cut])
    # Rules 2 to 5: JSON.
    for name, text in {
        "bom": b"\xef\xbb\xbf" + raw_tensor(), "nul-padding": raw_tensor() + b"\0\0\0", "nul-hides": raw_tensor() + b"\0" + raw_tensor(),
        "two-values": raw_tensor() + b"{}", "comment": b"{/**/" + raw_tensor()[1:], "trailing-comma": raw_tensor()[:-1] + b",}",
        "lone-surrogate": raw_tensor(name='"\\ud800"'), "raw-surrogate": raw_tensor().replace(b'"a"', b'"\xed\xa0\x80"'),
        "overlong": raw_tensor().replace(b'"a"', b'"\xc0\xaf"'), "bad-utf8": raw_tensor().replace(b'"a"', b'"\xff\xfe"'),
        "list": b"[]", "number": b"7", "null": b"null", "single-quotes": raw_tensor().replace(b'"', b"'"),
        "duplicate-name": raw_tensor()[:-1] + b"," + raw_tensor()[1:],
        "duplicate-by-escape": raw_tensor()[:-1] + b"," + raw_tensor(name='"\\u0061"', offsets="[2,4]")[1:],
        "duplicate-dtype": raw_tensor(extra=',"dtype":"U8"'), "duplicate-offsets": raw_tensor(extra=',"data_offsets":[0,1]'),
        "duplicate-metadata": b'{"__metadata__":{},"__metadata__":{},' + raw_tensor()[1:],
        "duplicate-metadata-key": b'{"__metadata__":{"a":"1","a":"2"},' + raw_tensor()[1:],
        "metadata-number": b'{"__metadata__":{"a":1},' + raw_tensor()[1:], "metadata-list": b'{"__metadata__":["a"],' + raw_tensor()[1:],
        "metadata-nested": b'{"__metadata__":{"a":{"b":"c"}},' + raw_tensor()[1:],
        "nan": raw_tensor(shape="[NaN]"), "infinity": raw_tensor(shape="[Infinity]"),
    }.items():
        add("json-" + name, packed(text, b"xy" if b"[2,4]" not in text else b"xyzw"))
    add("json-deep-lists", packed(b'{"a":' + b"[" * 10_000_000))
    add("json-deep-objects", packed(b'{"a":' * 1_000_000))
    add("json-deep-unknown", packed(raw_tensor(extra=',"x":' + "[" * 100 + "]" * 100), b"xy"))
    # Rule 7: integers.
    for name, value in [("negative", "-2"), ("minus-zero", "-0"), ("fraction", "2.0"), ("exponent", "2e0"), ("2-64", str(1 << 64)),
                        ("2-48", str(1 << 48)), ("text", '"2"'), ("true", "true"), ("null", "null"), ("huge-digits", "9" * 100_000),
                        ("list", "[2]"), ("leading-zero", "02"), ("hex", "0x2")]:
        add("dimension-" + name, packed(raw_tensor(shape="[%s]" % value), b"xy"))
        add("offset-" + name, packed(raw_tensor(offsets="[0,%s]" % value), b"xy"))
    # Rules 8 to 10: shapes.
    big = (1 << 48) - 1
    for name, shape in [("product-wraps", [1 << 32, 1 << 32]), ("product-wraps-zero-last", [big, big, 0]), ("product-wraps-zero-first", [0, big, big]),
                        ("wraps-to-two", [1 << 47, 1 << 17, 2]), ("bits-wrap", [1 << 30, 1 << 31]), ("rank-9", [1] * 8 + [2]), ("rank-10000", [1] * 9999 + [2]),
                        ("too-few", [1]), ("too-many", [3]), ("empty", [])]:
        add("shape-" + name, packed({"a": tensor(shape=shape)}, b"xy"))
    add("shape-half-bytes", packed({"a": tensor(end=1, shape=[1], dtype="F4")}, b"x"))
    # Rule 11: places.
    for name, header, data in [
        ("hole", {"a": tensor(), "b": tensor(3, 4)}, b"1234"), ("hole-at-start", {"a": tensor(1, 2)}, b"12"),
        ("overlap", {"a": tensor(0, 2), "b": tensor(1, 3)}, b"123"), ("same", {"a": tensor(), "b": tensor()}, b"12"),
        ("inside", {"a": tensor(0, 4), "b": tensor(1, 2)}, b"1234"), ("backwards", {"a": tensor(2, 0, [2])}, b"12"),
        ("left-over", {"a": tensor()}, b"123"), ("missing", {"a": tensor()}, b"1"), ("polyglot-zip", {"a": tensor()}, b"12" + zip_file([("x", b"y")])),
        ("empty-inside", {"a": tensor(), "b": tensor(1, 1)}, b"12"), ("empty-beyond", {"a": tensor(), "b": tensor(99, 99)}, b"12"),
        ("far-beyond", {"a": tensor(0, big - 1)}, b"12"),
    ]:
        add("place-" + name, packed(header, data))
    add("place-three-offsets", packed(raw_tensor(offsets="[0,2,2]"), b"12"))
    add("place-one-offset", packed(raw_tensor(offsets="[2]"), b"12"))
    # Rules 14, 15: numbers of things.
    many = b",".join(b'"%07d":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}' % i for i in range(1_000_000))
    add("one-million-tensors", packed(b"{" + many + b"}"))
    add("200001-tensors", packed(b"{" + many[:many.index(b'"0200001"') - 1] + b"}"))
    add("name-too-long", packed({"n" * 1025: tensor()}, b"xy"))
    add("name-10-mb", packed({"n" * 10_000_000: tensor()}, b"xy"))
    add("metadata-million-entries", packed(b'{"__metadata__":{' + b",".join(b'"%d":""' % i for i in range(1_000_000)) + b"}}"))
    add("unknown-fields-many", packed(raw_tensor(extra="".join(',"x%d":0' % i for i in range(100_000))), b"xy"))
    for name, header, data in [
        ("unaligned", {"a": tensor(0, 1), "b": tensor(1, 5, [1], "F32")}, b"12345"), ("names", {"": tensor(0, 1), "../../x": tensor(1, 2), "\0": tensor(2, 3)}, b"123"),
        ("control-characters", {"\x1b[31m\u202e": tensor()}, b"12"), ("unknown-type", {"a": tensor(dtype="Z9", shape=[7])}, b"12"),
        ("no-tensors", {}, b""), ("empty-tensors", {"e": tensor(0, 0), "a": tensor(), "f": tensor(2, 2, [0, 9])}, b"12"),
        ("null-metadata", {"__metadata__": None, "a": tensor()}, b"12"), ("text-10-mb", {"__metadata__": {"k": "v" * 10_000_000}, "a": tensor()}, b"12"),
    ]:
        add("odd-" + name, packed(header, data), "accept")
    add("odd-space", packed(b" \n\t" + raw_tensor() + b"   ", b"xy"), "accept")
    add("odd-100-mb-of-space", packed(raw_tensor(offsets="[0,0]", shape="[0]") + b" " * (100_000_000 - len(raw_tensor(offsets="[0,0]", shape="[0]")))), "accept")
    add("odd-sparse-1-tb", packed({"a": tensor(0, TB)}), "accept", sparse_size=8 + len(packed({"a": tensor(0, TB)})) - 8 + TB)
    add("sparse-1-tb-zero-header", struct.pack("<Q", 99_999_999) + b"{", sparse_size=TB)
    add("sparse-1-tb-of-zeros", b"", sparse_size=TB)


# ---- ZIP ----

def zip_file(items, comment=b"", zip64=None, entries=None):
    """items: (name, data[, {field: wrong value}]). Plain 32-bit archive, STORED, wrong as asked."""
    body, directory = b"", b""
    for item in items:
        name, data, wrong = item[0].encode() if isinstance(item[0], str) else item[0], item[1], item[2] if len(item) > 2 else {}
        crc, size = zlib.crc32(data), len(data)

        def common(side):
            get = lambda key, value: wrong.get(side + key, wrong.get(key, value))
            return struct.pack("<HHIIII", get("flags", 0), get("method", 0), 0, get("crc", crc) & 0xFFFFFFFF, get("stored", size) & 0xFFFFFFFF,
                               get("size", size) & 0xFFFFFFFF)
        local_name, extra = wrong.get("local_name", name), wrong.get("extra", b"")
        offset = wrong.get("offset", len(body))
        body += b"PK\3\4" + struct.pack("<H", 20) + common("local_") + struct.pack("<HH", len(local_name), wrong.get("local_extra_size", 0)) + local_name + data
        directory += (b"PK\1\2" + struct.pack("<HH", 20, 20) + common("central_") + struct.pack("<HHHHHII", len(name), len(extra), 0, wrong.get("disk", 0), 0, 0,
                                                                                               offset & 0xFFFFFFFF) + name + extra)
    count = len(items) if entries is None else entries
    end64 = b""
    if zip64 is not None:
        at = len(body) + len(directory)
        values = {"size": 44, "count": count, "directory_size": len(directory), "directory": len(body), "end": at, **zip64}
        end64 = b"PK\6\6" + struct.pack("<QHHIIQQQQ", values["size"], 45, 45, 0, 0, values["count"], values["count"], values["directory_size"], values["directory"])
        end64 += b"PK\6\7" + struct.pack("<IQI", 0, values["end"], 1)
    return body + directory + end64 + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), len(body), len(comment)) + comment


# ---- pickle ----

def text(value):
    value = value.encode() if isinstance(value, str) else value
    return b"X" + struct.pack("<I", len(value)) + value


def integer(value):
    if -(1 << 31) <= value < 1 << 31:
        return b"J" + struct.pack("<i", value)
    size = value.bit_length() // 8 + 1
    return b"\x8a" + bytes([size]) + value.to_bytes(size, "little", signed=True)


def sizes(values):
    return b"(" + b"".join(integer(v) for v in values) + b"t"


def storage(count=6, kind="FloatStorage", key="0", module="torch"):
    return b"(" + text("storage") + ("c%s\n%s\n" % (module, kind)).encode() + text(key) + text("cpu") + integer(count) + b"tQ"


def rebuild(shape=(2, 3), strides=(3, 1), offset=0, source=None):
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + (storage() if source is None else source) + integer(offset) + sizes(shape) + sizes(strides) +
            b"\x89ccollections\nOrderedDict\n)RtR")


def dictionary(*pairs):
    return b"\x80\x02}(" + b"".join(text(k) + v for k, v in pairs) + b"u."


def archive(pickle, data=b"\1" * 24, more=()):
    return zip_file([("m/data.pkl", pickle), ("m/data/0", data), ("m/byteorder", b"little"), *more])


LEGACY_HEAD = (b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}" + text("little_endian") + b"\x88s.")


def legacy(pickle, keys=("0",), storages=struct.pack("<Q", 6) + b"\1" * 24):
    return LEGACY_HEAD + pickle + b"\x80\x02](" + b"".join(text(k) for k in keys) + b"e." + storages


def shared_bomb(levels, width):
    inner = b"}q\0"
    for level in range(1, levels):
        inner = b"}q" + bytes([level]) + b"(" + text("0") + inner + b"".join(text(str(i)) + b"h" + bytes([level - 1]) for i in range(1, width)) + b"u"
    return b"\x80\x02" + inner + b"."


def add_pickles(out):
    touch = text("touch '%s'" % out.marker)
    python = text("open(%r, 'w')" % str(out.marker))
    good = dictionary(("a", rebuild()))

    # What asks to run something: in an archive, as an old file, bare, and under another name.
    asks = {
        "os-system": b"\x80\x02cos\nsystem\n" + touch + b"\x85R.", "posix-system": b"\x80\x02cposix\nsystem\n" + touch + b"\x85R.",
        "builtins-eval": b"\x80\x02cbuiltins\neval\n" + python + b"\x85R.", "python2-eval": b"\x80\x02c__builtin__\neval\n" + python + b"\x85R.",
        "builtins-exec": b"\x80\x02cbuiltins\nexec\n" + python + b"\x85R.", "getattr": b"\x80\x02cbuiltins\ngetattr\n.",
        "subprocess": b"\x80\x02csubprocess\nPopen\n(" + text("touch") + text(str(out.marker)) + b"l\x85R.",
        "runpy": b"\x80\x02crunpy\n_run_code\n.", "torch-load": b"\x80\x02ctorch\nload\n" + touch + b"\x85R.",
        "torch-hub": b"\x80\x02ctorch.hub\nload\n.", "torch-jit": b"\x80\x02ctorch.jit\nload\n.", "torch-inductor": b"\x80\x02ctorch._inductor.codecache\ncompile_file\n.",
        "numpy-load": b"\x80\x02cnumpy\nload\n.", "numpy-fromfile": b"\x80\x02cnumpy.core.multiarray\nfromfile\n.", "lightning-lookalike": b"\x80\x02cpytorch_lightningx\nrun\n.",
        "dotted-name": b"\x80\x02ccollections\nOrderedDict.__init__.__globals__\n.", "stack-global": b"\x80\x04" + text("os") + text("system") + b"\x93" + touch + b"\x85R.",
        "inst": b"\x80\x02(" + touch + b"ios\nsystem\n.", "obj": b"\x80\x02(cos\nsystem\n" + touch + b"o.", "newobj": b"\x80\x02cos\nsystem\n" + touch + b"\x85\x81.",
        "newobj-ex": b"\x80\x04cos\nsystem\n" + touch + b"\x85}\x92.", "build-setstate": b"\x80\x02ctorch\nFloatStorage\n}" + text("__setstate__") + b"cos\nsystem\nsb.",
        "ext": b"\x80\x02\x82\x01" + touch + b"\x85R.", "in-tensor-hooks": dictionary(("a", rebuild()[:-2] + b"cos\nsystem\n" + touch + b"\x85RtR")),
        "after-tensors": good[:-2] + text("b") + b"cos\nsystem\n" + touch + b"\x85Ru.", "in-state-dict": dictionary(("state_dict", b"}" + text("a") + b"cos\nsystem\n" + touch + b"\x85Rs")),
        "in-placeholder": b"\x80\x02cnumpy\ndtype\n(cos\nsystem\n" + touch + b"\x85RtR.", "persistent-id": b"\x80\x02cos\nsystem\n" + touch + b"\x85RQ.",
        "dict-subclass-key": dictionary(("a", b"ccollections\ndefaultdict\ncos\nsystem\n\x85R")), "storage-type": dictionary(("a", rebuild(source=storage(kind="system", module="os")))),
        "codecs-then-eval": b"\x80\x02c_codecs\nencode\n" + python + text("latin1") + b"\x86Rcbuiltins\neval\n\x85R.", "second-pickle": good + b"\x80\x02cos\nsystem\n" + touch + b"\x85R.",
    }
    for name, pickle in asks.items():
        out.add("pickle/asks-%s.ckpt" % name, archive(pickle))
        out.add("pickle/asks-%s-legacy.pt" % name, legacy(pickle))
    for name in ("os-system", "stack-global", "inst", "builtins-eval"):
        out.add("pickle/renamed-%s.safetensors" % name, asks[name])
        out.add("pickle/renamed-%s-zip.gguf" % name, archive(asks[name]))
        out.add("pickle/plain-%s.bin" % name, asks[name])
    out.add("pickle/protocol-0.pt", b"cos\nsystem\n(S\"touch '%s'\"\ntR." % str(out.marker).encode())
    out.add("pickle/white-space-at-8.safetensors", b"\x80\x02cabcde\nsystem\n" + touch + b"\x85R.")

    # Malformed and greedy pickles.
    for name, pickle in {
        "empty": b"", "no-stop": b"\x80\x02}", "no-value": b"\x80\x02.", "two-values": b"\x80\x02}}.", "trailing": good + b"x", "protocol-9": b"\x80\x09}.",
        "frame": b"\x80\x04\x95" + struct.pack("<Q", 1 << 60) + b"}.", "memoize": b"\x80\x04}\x94.", "unknown-opcode": b"\x80\x02\xff.",
        "text-4-gb": b"\x80\x02X\xff\xff\xff\xff.", "long4": b"\x80\x02\x8b\xff\xff\xff\x7f.", "binbytes8": b"\x80\x04\x8e" + b"\xff" * 8 + b".", "bytearray8": b"\x80\x05\x96" + b"\xff" * 7 + b"\x7f.",
        "memo-2-31": b"\x80\x02}r\xff\xff\xff\x7f.", "memo-2-32": b"\x80\x02}r\xff\xff\xff\xff.", "memo-missing": b"\x80\x02h\x07.", "stack-underflow": b"\x80\x02\x87.", "reduce-underflow": b"\x80\x02R.",
        "mark-underflow": b"\x80\x02t.", "under-mark": b"\x80\x02N(\x85.", "key-without-value": b"\x80\x02}(Nu.", "append-to-dict": b"\x80\x02}Na.", "set-in-list": b"\x80\x02]NNs.", "build-list": b"\x80\x02]}b.",
        "call-dict": b"\x80\x02})R.", "call-storage": b"\x80\x02ctorch\nFloatStorage\n)R.", "global-without-end": b"\x80\x02c" + b"a" * 100_000, "marks": b"\x80\x02" + b"(" * 20_000_000,
        "nones": b"\x80\x02" + b"N" * 20_000_000, "dicts": b"\x80\x02" + b"}" * 20_000_000, "nested-tuples": b"\x80\x02)" + b"\x85" * 5_000_000 + b".",
        "nested-lists": b"\x80\x02" + b"]" * 900_000 + b"a" * 899_999 + b".", "memo-churn": b"\x80\x02}" + b"q\0h\0" * 5_000_000 + b".",
        "memo-grow": b"\x80\x02}" + b"".join(b"r" + struct.pack("<I", i * 997) for i in range(100_000)) + b".", "list-of-lists-bomb": b"\x80\x02]q\0(" + b"h\0" * 900_000 + b"e." ,
        "pairs-bomb": b"\x80\x02](" + b"NN\x86" + b"t\x85." , "ordered-dict-bomb": b"\x80\x02](" + b"NN\x86" * 300_000 + b"eq\0" + b"0ccollections\nOrderedDict\nh\0\x85R" * 100 + b".",
        "shared-dicts": shared_bomb(7, 200), "shared-dicts-wide": shared_bomb(3, 5000), "self": b"\x80\x02}q\0" + text("a") + b"h\0s.", "deep-dicts": b"\x80\x02" + b"}" + (text("a") + b"}") * 50 + b"s" * 50 + b".",
        "root-list": b"\x80\x02].", "root-none": b"\x80\x02N.", "root-tensor": b"\x80\x02" + rebuild() + b".", "not-utf8": dictionary((b"\xff\xfe", rebuild())), "long-name": dictionary(("n" * 5000, rebuild())),
        "same-key-twice": dictionary(("a", rebuild()), ("a", rebuild())), "joined-names-collide": dictionary(("a.b", rebuild()), ("a", b"}" + text("b") + rebuild() + b"s")),
    }.items():
        out.add("pickle/bad-%s.ckpt" % name, archive(pickle))

    # Tensors that do not fit their storage.
    for name, item in {
        "storage-too-small": rebuild(source=storage(7)), "storage-wider-type": rebuild(source=storage(kind="DoubleStorage")), "storage-2-63": rebuild(source=storage((1 << 63) - 1)), "storage-2-62": rebuild(source=storage(1 << 62)),
        "storage-negative": rebuild(source=storage(-1)), "storage-missing": rebuild(source=storage(key="9")), "storage-outside": rebuild(source=storage(key="../data.pkl")), "storage-absolute": rebuild(source=storage(key="/etc/passwd")),
        "storage-bigint": rebuild(source=storage(1 << 70)), "one-too-far": rebuild(offset=1), "offset-2-63": rebuild(offset=(1 << 63) - 1), "offset-2-62": rebuild(offset=1 << 62), "offset-negative": rebuild(offset=-1),
        "offset-bigint": rebuild(offset=1 << 64), "stride-negative": rebuild(strides=(-3, 1)), "stride-wide": rebuild(strides=(4, 1)), "stride-2-47": rebuild(shape=(1 << 47, 2), strides=(1 << 47, 1 << 47)),
        "stride-2-48": rebuild(strides=(1 << 48, 1)), "stride-missing": rebuild(strides=(1,)), "dimension-negative": rebuild(shape=(-2, 3)), "dimension-2-63": rebuild(shape=((1 << 63) - 1, 3)), "product-wraps": rebuild(shape=(1 << 40, 1 << 40), strides=(0, 0)),
        "spread": rebuild(shape=(1 << 20, 1 << 20), strides=(0, 0)), "rank-9": rebuild(shape=(1,) * 9, strides=(1,) * 9), "rank-100000": rebuild(shape=(1,) * 100_000, strides=(1,) * 100_000),
        "shape-of-text": b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage() + integer(0) + text("ab") + text("ab") + b"\x89NtR", "no-storage": b"ctorch._utils\n_rebuild_tensor_v2\n(N" + integer(0) + sizes((2,)) + sizes((1,)) + b"\x89NtR",
        "no-arguments": b"ctorch._utils\n_rebuild_tensor_v2\n)R", "parameter-of-nothing": b"ctorch._utils\n_rebuild_parameter\n)R", "parameter-of-text": b"ctorch._utils\n_rebuild_parameter\n" + text("x") + b"\x85R",
        "storage-view": rebuild(source=storage()[:-2] + text("1") + b"tQ"), "untyped-no-dtype": b"ctorch._utils\n_rebuild_tensor_v3\n(" + storage(24, "UntypedStorage", module="torch.storage") + integer(0) + sizes((2,)) + sizes((1,)) + b"\x89NtR",
    }.items():
        out.add("pickle/tensor-%s.ckpt" % name, archive(dictionary(("a", item))))

    # Containers.
    def parts(**wrong):
        return [("m/data.pkl", good, {k[7:]: v for k, v in wrong.items() if k.startswith("pickle_")}), ("m/data/0", b"\1" * 24, {k[5:]: v for k, v in wrong.items() if k.startswith("data_")})]

    plain = zip_file(parts())
    for name, data in {
        "crc-pickle": zip_file(parts(pickle_crc=1)), "crc-local-only": zip_file(parts(data_local_crc=1)), "compressed": zip_file(parts(pickle_method=8)), "compressed-local-only": zip_file(parts(pickle_local_method=8)), "bzip2": zip_file(parts(data_method=12)),
        "encrypted": zip_file(parts(pickle_flags=1)), "encrypted-local-only": zip_file(parts(pickle_local_flags=1)), "strong-encryption": zip_file(parts(data_flags=1 << 6)), "masked-header": zip_file(parts(data_flags=1 << 13)), "patch-flag": zip_file(parts(data_flags=1 << 5)),
        "size-smaller": zip_file(parts(data_central_size=23)), "size-larger": zip_file(parts(data_central_size=10_000, data_central_stored=10_000)), "size-differs-from-stored": zip_file(parts(data_size=24, data_stored=25)), "size-2-32": zip_file(parts(data_size=0xFFFFFFFF, data_stored=0xFFFFFFFF)),
        "descriptor-missing": zip_file(parts(data_flags=8, data_local_size=0, data_local_stored=0, data_local_crc=0)), "local-name": zip_file(parts(pickle_local_name=b"m/dat4.pkl")), "local-extra": zip_file(parts(data_local_extra_size=60_000)), "offset-beyond": zip_file(parts(data_offset=1 << 30)),
        "offset-same": zip_file(parts(data_offset=0)), "offset-inside": zip_file(parts(data_offset=5)), "other-disk": zip_file(parts(data_disk=1)), "extra-malformed": zip_file(parts(data_extra=struct.pack("<HH", 1, 999))), "extra-zip64-short": zip_file(parts(data_extra=struct.pack("<HH", 1, 4) + b"1234", data_central_size=0xFFFFFFFF)),
        "extra-zip64-twice": zip_file(parts(data_extra=struct.pack("<HHQ", 1, 8, 24) * 2)), "extra-zip64-huge": zip_file(parts(data_extra=struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62), data_central_size=0xFFFFFFFF, data_central_stored=0xFFFFFFFF)),
        "extra-zip64-offset": zip_file(parts(data_extra=struct.pack("<HHQ", 1, 8, (1 << 64) - 10), data_offset=0xFFFFFFFF)), "zip64-count": zip_file(parts(), zip64={"count": 1 << 40}), "zip64-size": zip_file(parts(), zip64={"directory_size": 1 << 62}), "zip64-offset": zip_file(parts(), zip64={"directory": (1 << 64) - 100}),
        "zip64-record-size": zip_file(parts(), zip64={"size": (1 << 64) - 1}), "zip64-end-elsewhere": zip_file(parts(), zip64={"end": 0}), "zip64-end-wraps": zip_file(parts(), zip64={"end": (1 << 64) - 20}),
        "zip64-disagrees": zip_file(parts(), zip64={"count": 1}), "same-name-twice": zip_file(parts() + parts()[1:]), "two-pickles": zip_file(parts() + [("n/data.pkl", asks["os-system"])]), "pickle-twice": zip_file(parts() + parts()[:1]), "no-pickle": zip_file(parts()[1:]),
        "absolute-name": zip_file(parts() + [("/tmp/x", b"x")]), "parent-name": zip_file(parts() + [("m/../../x", b"x")]), "backslash-name": zip_file(parts() + [("m\\..\\x", b"x")]), "nul-name": zip_file(parts() + [("m/data.pkl\0.txt", b"x")]), "bad-utf8-name": zip_file(parts() + [(b"m/\xff", b"x")]),
        "long-name": zip_file(parts() + [("n" * 60_000, b"x")]), "big-endian": archive(good).replace(b"little", b"bigbig"), "big": zip_file(parts() + [("m/byteorder", b"big")]), "byteorder-huge": zip_file(parts() + [("m/byteorder", b"little" * 10_000)]), "torchscript": zip_file(parts() + [("m/code/__torch__.py", b"x")]),
        "torchscript-constants": zip_file(parts() + [("m/constants.pkl", asks["os-system"])]), "trailing-byte": plain + b"x", "leading-bytes": b"PK\3\4junk" + plain, "two-ends": zip_file(parts(), comment=b"PK\5\6" + bytes(18)), "appended-archive": plain + zip_file([("m/data.pkl", asks["os-system"])]),
        "count-more": zip_file(parts(), entries=3), "count-fewer": zip_file(parts(), entries=1), "count-65535": zip_file(parts(), entries=65535), "cut-end": plain[:-1], "cut-directory": plain[:-60], "cut-half": plain[:len(plain) // 2], "only-end": b"PK\5\6" + bytes(18), "only-magic": b"PK\3\4",
    }.items():
        out.add("zip/%s.pt" % name, data)
    out.add("zip/many-entries.pt", zip_file([("m/data/%d" % i, b"") for i in range(60_000)]))
    out.add("zip/pickle-65-mb.pt", zip_file([("m/data.pkl", b"\x80\x02" + bytes(65 << 20)), ("m/data/0", b"")]))
    out.add("zip/sparse-1-tb.pt", plain, sparse_size=TB)
    out.accept("zip/odd-comment.pt", zip_file(parts(), comment=b"hello"))
    out.accept("zip/odd-zip64.pt", zip_file(parts(), zip64={}))
    out.accept("pickle/odd-no-tensors.pt", archive(b"\x80\x02}."))
    out.accept("pickle/odd-lightning.ckpt", archive(dictionary(("state_dict", b"}" + text("a") + rebuild() + b"s"), ("callbacks", b"}cpytorch_lightning.callbacks\nX\n}s"))))
    out.accept("pickle/odd-legacy.pt", legacy(good))

    # Old files.
    for name, data in {
        "cut": legacy(good)[:-1], "cut-head": LEGACY_HEAD[:20], "only-head": LEGACY_HEAD, "count": legacy(good, storages=struct.pack("<Q", 7) + b"\1" * 28), "count-2-63": legacy(good, storages=struct.pack("<Q", 1 << 63)), "no-keys": legacy(good, keys=()), "other-key": legacy(good, keys=("1",)),
        "key-twice": legacy(good, keys=("0", "0"), storages=(struct.pack("<Q", 6) + b"\1" * 24) * 2), "version": legacy(good).replace(b"M\xe9\x03", b"M\xe8\x03"), "big-endian": legacy(good).replace(b"\x88s.", b"\x89s."), "claims-2-60": legacy(dictionary(("a", rebuild(source=storage(1 << 60)))), storages=struct.pack("<Q", 1 << 60)),
        "two-counts": legacy(dictionary(("a", rebuild()), ("b", rebuild(source=storage(7))))), "keys-not-a-list": LEGACY_HEAD + good + b"\x80\x02}.", "asks-in-keys": LEGACY_HEAD + good + asks["os-system"], "asks-in-system": LEGACY_HEAD[:21] + asks["os-system"],
    }.items():
        out.add("pickle/legacy-%s.pt" % name, data)
    out.add("pickle/legacy-sparse-1-tb.pt", LEGACY_HEAD + b"\x80\x02" + b"N" * 1000, sparse_size=TB)
    out.add("pickle/old.tar", b"storages".ljust(257, b"\0") + b"ustar\x0000" + bytes(2000))


# ---- GGUF ----

def gguf_text(value, size=None):
    value = value.encode()
    return struct.pack("<Q", len(value) if size is None else size) + value


def entry(key, kind, value):
    return gguf_text(key) + struct.pack("<I", kind) + value


def gguf_array(key, kind, count, data=b""):
    return entry(key, 9, struct.pack("<IQ", kind, count) + data)


def gguf_tensor(name="t", shape=(4, 2), kind=0, offset=0, rank=None, name_size=None):
    return gguf_text(name, name_size) + struct.pack("<I", len(shape) if rank is None else rank) + b"".join(struct.pack("<Q", d & ((1 << 64) - 1)) for d in shape) + struct.pack("<IQ", kind, offset)


def gguf(entries=(), tensors=(), data=b"", magic=b"GGUF", version=3, n_entries=None, n_tensors=None, align=32):
    head = magic + struct.pack("<IQQ", version, len(tensors) if n_tensors is None else n_tensors, len(entries) if n_entries is None else n_entries)
    head += b"".join(entries) + b"".join(tensors)
    return head + bytes(-len(head) % align) + data


def add_gguf(out):
    keys = [entry("my_key_%d" % i, kind, bytes(size)) for i, (kind, size) in enumerate([(0, 1), (2, 2), (4, 4), (6, 4), (7, 1), (10, 8), (12, 8)])] + [entry("text", 8, gguf_text("x")), gguf_array("list", 8, 1, gguf_text("y"))]
    one, data = [gguf_tensor()], bytes(32)
    most, align = (1 << 64) - 1, lambda value, kind=4: entry("general.alignment", kind, struct.pack("<I", value))

    # The 33 handcrafted kinds of llama.cpp's tests/test-gguf.cpp, by its names.
    for name, expect, content in [
        ("header-bad-magic", "refuse", gguf(magic=b"FUGG")), ("header-bad-version-0", "refuse", gguf(version=0)), ("header-bad-version-1", "refuse", gguf(version=1)), ("header-bad-version-future", "refuse", gguf(version=4)),
        ("header-bad-n-tensors", "refuse", gguf(n_tensors=most)), ("header-bad-n-kv", "refuse", gguf(n_entries=most)), ("header-empty", "accept", gguf()),
        ("kv-bad-key-size", "refuse", gguf([gguf_text("k", most) + bytes(12)])), ("kv-empty-key", "refuse", gguf([entry("", 4, bytes(4))])), ("kv-bad-type", "refuse", gguf([entry("k", 13, b"\0")])), ("kv-duplicate-key", "refuse", gguf(keys + keys[:1])),
        ("kv-bad-align", "refuse", gguf([align(13)])), ("kv-wrong-type-align", "refuse", gguf([align(32, 5)])), ("kv-success", "accept", gguf(keys)),
        ("tensors-bad-name-size", "refuse", gguf(keys, [gguf_tensor("n" * 1025)], data)), ("tensors-bad-n-dims", "refuse", gguf(keys, [gguf_tensor(shape=(1, 1, 1, 1, 1))], data)), ("tensors-bad-shape", "refuse", gguf(keys, [gguf_tensor(shape=(-1, 2))], data)),
        ("tensors-zero-dim", "accept", gguf(keys, [gguf_tensor(shape=(0, 2))], data)), ("tensors-ne-too-big", "refuse", gguf(keys, [gguf_tensor(shape=(1 << 47, 1 << 17))], data)), ("tensors-nbytes-too-big", "refuse", gguf(keys, [gguf_tensor(shape=(1 << 30, 1 << 30), kind=28)], data)),
        ("tensors-bad-type", "refuse", gguf(keys, [gguf_tensor(kind=4000)], data)), ("tensors-bad-offset", "refuse", gguf(keys, [gguf_tensor(offset=32)], data * 2)), ("tensors-duplicate-name", "refuse", gguf(keys, [gguf_tensor(), gguf_tensor(offset=32)], data * 2)),
        ("tensors-bad-align", "refuse", gguf(keys + [align(13)], one, data, align=13)), ("tensors-inconsistent-align", "refuse", gguf(keys, [gguf_tensor(), gguf_tensor("u", (3,), offset=32), gguf_tensor("v", offset=44)], data * 4)),
        ("tensors-success", "accept", gguf(keys, one, data)), ("tensors-custom-align", "accept", gguf(keys + [align(8)], [gguf_tensor(shape=(3,)), gguf_tensor("u", offset=16)], bytes(48), align=8)),
        ("data-not-enough", "refuse", gguf(keys, one, data[:-1])), ("data-bad-align", "refuse", gguf(keys + [align(13)], one, data, align=13)), ("data-inconsistent-align", "refuse", gguf(keys, one, data[:-1], align=1)),
        ("data-mem-size-overflow", "refuse", gguf(keys, [gguf_tensor("t", (0x7FFFFFFFFFFFFFC0,), 24), gguf_tensor("u", (0x7FFFFFFFFFFFFFC0,), 24, 0x7FFFFFFFFFFFFFC0)])), ("data-success", "accept", gguf(keys, one, data)), ("data-custom-align", "accept", gguf(keys + [align(64)], one, data, align=64)),
    ]:
        out.add("gguf/%s.gguf" % name, content, expect)
    for name, content in {
        "string-2-63": gguf([entry("k", 8, struct.pack("<Q", 1 << 63))]), "string-2-64-8": gguf([entry("k", 8, struct.pack("<Q", most - 7) + bytes(8))]), "string-17-mb": gguf([entry("k", 8, gguf_text("s" * (17 << 20)))]), "key-65536": gguf([entry("k" * 65_536, 4, bytes(4))]),
        "array-2-63": gguf([gguf_array("k", 4, 1 << 63, bytes(64))]), "array-2-62": gguf([gguf_array("k", 4, 1 << 62, bytes(64))]), "array-2-61-of-8": gguf([gguf_array("k", 10, 1 << 61, bytes(64))]), "array-too-long": gguf([gguf_array("k", 0, 1000)]), "array-of-strings-2-60": gguf([gguf_array("k", 8, 1 << 60, bytes(64))]),
        "array-17-million": gguf([gguf_array("k", 0, 17 << 20, bytes(17 << 20))]), "array-of-arrays": gguf([gguf_array("k", 9, 2, struct.pack("<IQ", 9, 2) * 10)]), "array-of-nothing": gguf([gguf_array("k", 13, 1, bytes(8))]), "array-nested-deep": gguf([entry("k", 9, struct.pack("<IQ", 9, 1) * 100_000)]), "array-string-in-list": gguf([gguf_array("k", 8, 2, gguf_text("a") + struct.pack("<Q", most))]),
        "align-0": gguf([align(0)], one, data), "align-1": gguf([align(1)], one, data, align=1), "align-4": gguf([align(4)], one, data), "align-2-31": gguf([align(1 << 31)], one, data), "align-2-32-1": gguf([align((1 << 32) - 1)], one, data), "align-33": gguf([align(33)], one, data), "align-text": gguf([entry("general.alignment", 8, gguf_text("32"))], one, data),
        "align-array": gguf([gguf_array("general.alignment", 4, 1, struct.pack("<I", 32))], one, data), "align-twice": gguf([align(32), align(64)], one, data), "big-endian": gguf(version=3 << 24), "version-2-31": gguf(version=1 << 31), "many-tensors": gguf(n_tensors=200_001), "many-entries": gguf(n_entries=65_537),
        "tensors-than-bytes": gguf(n_tensors=199_000), "entries-than-bytes": gguf(n_entries=65_000), "rank-2-32-1": gguf([], [gguf_tensor(rank=(1 << 32) - 1)], data), "rank-5": gguf([], [gguf_tensor(shape=(1,) * 5)], data), "name-2-63": gguf([], [gguf_tensor(name_size=1 << 63)], data), "row-of-half-block": gguf([], [gguf_tensor(shape=(48,), kind=2)], data),
        "type-removed": gguf([], [gguf_tensor(kind=4)], data), "type-2-32-1": gguf([], [gguf_tensor(kind=(1 << 32) - 1)], data), "offset-wraps": gguf([], [gguf_tensor(), gguf_tensor("u", offset=most - 31)], data), "offset-same": gguf([], [gguf_tensor(), gguf_tensor("u")], data), "pad-wraps": gguf([], [gguf_tensor(shape=(1 << 30, 1 << 30), kind=28), gguf_tensor("u", offset=1 << 63)], data),
        "only-magic": b"GGUF", "cut-in-version": b"GGUF\3\0", "cut-in-counts": gguf()[:20], "sum-wraps": gguf([], [gguf_tensor("t%d" % i, (1 << 30, 1 << 29), 28, (i << 62) & most) for i in range(5)], data),
    }.items():
        out.add("gguf/%s.gguf" % name, content)
    out.add("gguf/sparse-text-bomb.gguf", gguf([gguf_array("k", 8, 15_000_000)], n_entries=60_000), sparse_size=TB)
    out.add("gguf/sparse-string-bomb.gguf", gguf([], n_entries=65_536)[:24] + b"".join(entry("k%d" % i, 8, b"") for i in range(1)) + struct.pack("<Q", 16 << 20), sparse_size=TB)
    out.add("gguf/sparse-tensor-bomb.gguf", gguf(n_tensors=200_000)[:24], sparse_size=TB)
    out.accept("gguf/odd-long-name.gguf", gguf([], [gguf_tensor("n" * 200)], data))
    out.accept("gguf/odd-sparse-1-tb.gguf", gguf([], [gguf_tensor(shape=(1 << 30, 256))]), sparse_size=2 * TB)
    out.accept("gguf/odd-renamed.safetensors", gguf(keys, one, data))


# ---- JSON and folders ----

def add_json(out):
    shard = packed({"a": tensor()}, b"xy")
    outside = out.folder / "json" / "outside.safetensors"
    out.accept("json/outside.safetensors", shard)
    for name, shard_name in {"absolute": str(outside), "parent": "../outside.safetensors", "dots": "..", "dot": ".", "nested": "sub/s.safetensors", "backslash": "..\\outside.safetensors", "nul": "s.safetensors\0", "empty": "", "drive": "C:s",
                             "proc": "/proc/self/mem", "zero": "/dev/zero", "link-out": "link-out", "link-to-device": "link-zero", "link-to-itself": "link-loop", "absent": "absent", "folder": "sub", "itself": "model.safetensors.index.json", "number": 7, "list": ["s"], "null": None,
                             "pipe": "pipe", "long": "s" * 300, "picture": "picture", "pickle-that-asks": "asks"}.items():
        folder = "json/shards-" + name
        out.add(folder + "/model.safetensors.index.json", json.dumps({"metadata": {}, "weight_map": {"a": shard_name}}).encode())
        target = out.folder / folder
        (target / "sub").mkdir()
        (target / "sub" / "s.safetensors").write_bytes(shard)
        if name == "pipe":
            os.mkfifo(target / "pipe")
        (target / "picture").write_bytes(b"\x89PNG\r\n\x1a\n")
        (target / "asks").write_bytes(archive(b"\x80\x02cos\nsystem\n" + text("touch '%s'" % out.marker) + b"\x85R."))
        for link, to in [("link-out", "../outside.safetensors"), ("link-zero", "/dev/zero"), ("link-loop", "link-loop")]:
            os.symlink(to, target / link)
    good = out.folder / "json" / "shards-good"
    out.accept("json/shards-good/model.safetensors.index.json", json.dumps({"weight_map": {"a": "s"}}).encode())
    (good / "s").write_bytes(shard)
    for name, content in {
        "deep": b"[" * 1_000_000, "deep-objects": b'{"a":' * 1_000_000, "duplicate": b'{"weight_map":{"a":"s","a":"s"}}', "duplicate-map": b'{"weight_map":{},"weight_map":{"a":"s"}}', "map-is-list": b'{"weight_map":[]}', "map-is-text": b'{"weight_map":"s"}', "nan": b'{"weight_map":{"a":NaN}}', "no-map": b'{"a":1}',
        "truncated": b'{"weight_map":{"a":"s"', "bom": b'\xef\xbb\xbf{"weight_map":{}}', "bad-utf8": b'{"weight_map":{"\xff":"s"}}', "many": b'{"weight_map":{' + b",".join(b'"%d":"%d"' % (i, i) for i in range(100_000)) + b"}}", "too-many": b'{"weight_map":{' + b",".join(b'"%d":"s"' % i for i in range(500_000)) + b"}}",
        "config": b'{"_class_name":"UNet2DConditionModel","block_out_channels":[99999999999999]}', "numbers": b'{"a":' + b"9" * 1_000_000 + b"}", "exponent": b'{"a":1e999999999}',
    }.items():
        out.add("json/%s.json" % name, content)
    out.add("json/sparse-1-tb.json", b'{"weight_map":{', sparse_size=TB)

    # Model folders.
    for name, files in {
        "index-deep": {"model_index.json": b"[" * 1_000_000}, "index-list": {"model_index.json": b"[]"}, "index-outside": {"model_index.json": b'{"_class_name":"StableDiffusionPipeline","unet":["diffusers","../../outside"]}'},
        "index-empty": {"model_index.json": b""}, "config-duplicate": {"config.json": b'{"_class_name":"AutoencoderKL","_class_name":"UNet2DConditionModel"}'}, "config-huge-numbers": {"config.json": b'{"_class_name":"UNet2DConditionModel","block_out_channels":[4611686018427387904],"layers_per_block":2147483647}'},
    }.items():
        for file, content in files.items():
            target = out.folder / "folders" / name / file
            target.parent.mkdir(parents=True)
            target.write_bytes(content)
        out.expect("folders/" + name, "refuse")


def add_others(out):
    for name, content in {
        "page.safetensors": b"<!DOCTYPE html><html><title>404</title>", "page-upper.ckpt": b"\n\n<HTML><BODY>", "pointer.safetensors": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4265146304\n", "text.gguf": b"Access denied", "zeros.safetensors": bytes(4096),
        "picture.safetensors": b"\x89PNG\r\n\x1a\n" + bytes(100), "archive.ckpt": b"\x1f\x8b\x08" + bytes(100), "noise.bin": bytes((i * 197 + 91) % 251 for i in range(5000)), "program.pt": b"\x7fELF" + bytes(100), "hdf5.h5": b"\x89HDF\r\n\x1a\n" + bytes(100), "ggml.bin": b"lmgg" + bytes(100),
    }.items():
        out.add("other/" + name, content)
    os.mkfifo(out.folder / "other" / "pipe.safetensors")
    os.symlink("/dev/zero", out.folder / "other" / "device.safetensors")
    os.symlink("loop.safetensors", out.folder / "other" / "loop.safetensors")
    (out.folder / "other" / "empty-folder").mkdir()
    for name in ("pipe.safetensors", "device.safetensors", "loop.safetensors", "absent.safetensors", "empty-folder"):
        out.expect("other/" + name, "refuse")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    out = Collection(folder.resolve())
    add_safetensors(out)
    add_pickles(out)
    add_gguf(out)
    add_json(out)
    add_others(out)
    out.finish()
    print("%d files" % len(out.files))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
