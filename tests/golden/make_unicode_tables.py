# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes unicode_classes.cpp and unicode_composition.cpp: what the tokenizers library knows about each code point.

Needs tokenizers 0.23.  Usage: python make_unicode_tables.py inference/tokenizers

The library mixes three versions of Unicode (its regular expressions, Rust's lower case, an old crate for NFC), so
no Unicode library agrees with it. The tables are therefore asked from the library, code point by code point, and
the way Limn uses them is tried here against the library's own answers before anything is written.
"""
import pathlib
import sys
import unicodedata

from tokenizers import Regex, normalizers, pre_tokenizers

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)
lower, nfc, nfd = normalizers.Lowercase(), normalizers.NFC(), normalizers.NFD()


def members(pattern, separator):
    split = pre_tokenizers.Split(Regex(pattern), behavior="removed", invert=True)
    found = set()
    for start in range(0, len(CODE_POINTS), 20000):
        text = separator.join(map(chr, CODE_POINTS[start : start + 20000]))
        for piece, _ in split.pre_tokenize_str(text):
            found.update(map(ord, piece))
    found.discard(ord(separator))
    return sorted(found)


def ranges(points):
    result = []
    for c in points:
        if result and result[-1][1] == c - 1:
            result[-1][1] = c
        else:
            result.append([c, c])
    return result


def lower_runs():
    """[first, last, step, difference]; U+0130, the only one that becomes two, is left out."""
    pairs = []
    for c in CODE_POINTS:
        low = lower.normalize_str(chr(c))
        if c == 0x130:
            assert low == "i\u0307"
        elif low != chr(c):
            assert len(low) == 1
            pairs.append((c, ord(low) - c))
    runs = []
    for c, difference in pairs:
        run = runs[-1] if runs else None
        if run and run[3] == difference and run[0] == run[1] and c - run[1] in (1, 2):
            run[1], run[2] = c, c - run[1]
        elif run and run[3] == difference and run[0] != run[1] and c - run[1] == run[2]:
            run[1] = c
        else:
            runs.append([c, c, 1, difference])
    return runs


def combining():
    """The class, where the library knows it: it then sorts a mark of class 232 or 1 past it."""
    classes = {}
    for c in CODE_POINTS:
        value = unicodedata.combining(chr(c))
        if value:
            first = nfc.normalize_str("\u0315" + chr(c)) != "\u0315" + chr(c)  # U+0315 has class 232
            last = nfc.normalize_str(chr(c) + "\u0334") != chr(c) + "\u0334"  # U+0334 has class 1
            if first or last:
                classes[c] = value
    return classes


def decompositions():
    """{c: (first, second or 0, composes)}, one level, canonical; without Hangul."""
    table = {}
    for c in CODE_POINTS:
        if c in HANGUL or nfd.normalize_str(chr(c)) == chr(c):
            continue
        parts = [int(x, 16) for x in unicodedata.decomposition(chr(c)).split()]
        first, second = (parts + [0])[:2]
        composes = second != 0 and nfc.normalize_str(chr(first) + chr(second)) == chr(c)
        table[c] = (first, second, composes)
    return table


def check(classes, table):
    """UAX #15 with these tables gives what the library gives."""
    pairs = {(a, b): c for c, (a, b, composes) in table.items() if composes}

    def decompose(c):
        if c in HANGUL:
            s = c - 0xAC00
            return [0x1100 + s // 588, 0x1161 + s % 588 // 28] + ([0x11A7 + s % 28] if s % 28 else [])
        if c not in table:
            return [c]
        first, second, _ = table[c]
        return decompose(first) + ([second] if second else [])

    def normalise(text):
        points = [p for c in text for p in decompose(ord(c))]
        start = 0
        while start < len(points):
            end = start
            while end < len(points) and classes.get(points[end], 0):
                end += 1
            points[start:end] = sorted(points[start:end], key=classes.get)
            start = end + 1
        result, starter, last = [], None, 0
        for p in points:
            value = classes.get(p, 0)
            if starter is not None and (last < value or (last == 0 and starter == len(result) - 1)):
                a = result[starter]
                c = pairs.get((a, p))
                if 0x1100 <= a < 0x1113 and 0x1161 <= p < 0x1176:
                    c = 0xAC00 + (a - 0x1100) * 588 + (p - 0x1161) * 28
                elif a in HANGUL and (a - 0xAC00) % 28 == 0 and 0x11A8 <= p < 0x11C3:
                    c = a + p - 0x11A7
                if c:
                    result[starter] = c
                    continue
            result.append(p)
            last = value
            if value == 0:
                starter = len(result) - 1
        return "".join(map(chr, result))

    for c in CODE_POINTS:
        for text in (chr(c), "a\u0315\u0323" + chr(c) + "\u0301\u0334x", "\u1100\u1161" + chr(c)):
            if normalise(text) != nfc.normalize_str(text):
                raise SystemExit(f"NFC of {text.encode('unicode_escape')} differs")


def rows(items, width=118):
    line, lines = "   ", []
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line)
            line = "   "
        line += " " + item + ","
    return "\n".join(lines + [line])


def main():
    letters, numbers, spaces = (ranges(members(p, s)) for p, s in ((r"\p{L}", "!"), (r"\p{N}", "!"), (r"\s", "!")))
    classes, table = combining(), decompositions()
    check(classes, table)
    marks = []
    for c, value in sorted(classes.items()):
        if marks and marks[-1][1] == c - 1 and marks[-1][2] == value:
            marks[-1][1] = c
        else:
            marks.append([c, c, value])
    order = sorted(table)
    composing = sorted((table[c][:2], i) for i, c in enumerate(order) if table[c][2])
    pair = lambda r: "{0x%x, 0x%x}" % tuple(r)
    write("unicode_classes.cpp",
          [("CodePointRange", "kLetters", [pair(r) for r in letters]),
           ("CodePointRange", "kNumbers", [pair(r) for r in numbers]),
           ("CodePointRange", "kSpaces", [pair(r) for r in spaces]),
           ("LowerCaseRun", "kLowerCase", ["{0x%x, 0x%x, %d, %d}" % tuple(r) for r in lower_runs()]),
           ("CombiningRange", "kCombining", ["{0x%x, 0x%x, %d}" % tuple(r) for r in marks])])
    write("unicode_composition.cpp",
          [("Decomposition", "kDecompositions", ["{0x%x, 0x%x, 0x%x}" % (c, *table[c][:2]) for c in order]),
           ("std::uint16_t", "kCompositions", [str(i) for _, i in composing])])


def write(name, parts):
    with open(pathlib.Path(sys.argv[1]) / name, "w", encoding="ascii") as out:
        out.write("// SPDX-License-Identifier: Apache-2.0 AND Unicode-3.0\n"
                  "// SPDX-FileCopyrightText: The Limn authors; Unicode, Inc. for the character data\n"
                  "// Written by tests/golden/make_unicode_tables.py. Do not edit.\n"
                  '#include "inference/tokenizers/unicode_tables.h"\n\n'
                  "// clang-format off\nnamespace limn::tokenizers {\nnamespace {\n")
        for kind, table, items in parts:
            out.write(f"\nconstexpr {kind} {table}Data[] = {{\n{rows(items)}\n}};\n")
        out.write("\n}  // namespace\n\n")
        for kind, table, _ in parts:
            out.write(f"const std::span<const {kind}> {table} = {table}Data;\n")
        out.write("\n}  // namespace limn::tokenizers\n// clang-format on\n")


main()
