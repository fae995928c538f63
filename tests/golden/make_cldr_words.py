#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes inference/starter/cldr_words.cpp: what Unicode's CLDR calls the starter's things.

Reads the annotations of Debian's unicode-cldr-core (41; licence Unicode-DFS-2016). CLDR's keywords are made for
searching: most say what a thing has to do with, not what it is. Those are dropped by the lists below, and so is a word
that names two things of the world. Run it in the root of the checkout after a thing was added.
"""
import re
import xml.etree.ElementTree as tree

CLDR = "/usr/share/unicode/cldr/common/annotations/{}.xml"
SOURCE = "inference/starter/vocabulary.cpp"
TARGET = "inference/starter/cldr_words.cpp"
NOT_A_NAME = {
    "en": """pet equestrian racing spots spiny wise pirate talk Cancer zodiac tropical pretty female insect bird
             deciduous shedding sun fruit red celebration halloween jack lantern birthday sweet beverage drink hot
             steaming tea pot European camping vehicle engine railway steam resort sea passenger space clothing rain
             box wrapped plaything plush stuffed toy cold snow plant resort tree flower boat coffee dessert pastry""",
    "id": """hewan betina balap pacuan bintik berduri bijaksana burung unggas bicara cancer zodiak tropis ikan cantik
             serangga gugur tanaman matahari bunga buah merah celebration halloween jack perayaan manis ulang minuman
             panas mengepul minum teh bangunan eropa berkemah kendaraan kereta mesin rel uap laut resor angkasa cuaca
             hujan pakaian kotak mainan boneka dingin salju pohon terapin terrapin kapal pesiar kopi
             lentera""",
}
DROPPED = {
    "en": {"snowman without snow", "red apple"},
    "id": {"apel merah", "boneka salju tanpa salju", "bintang medium putih", "hewan peliharaan", "bajak laut",
           "ulang tahun", "hidangan penutup", "nuri", "bungkusan"},
}


def annotations(language):
    """{glyph: [its name, its keywords]}"""
    names, words = {}, {}
    for entry in tree.parse(CLDR.format(language)).getroot().iter("annotation"):
        if entry.get("type") == "tts":
            names[entry.get("cp")] = entry.text
        else:
            words[entry.get("cp")] = [word.strip() for word in entry.text.split("|")]
    return {glyph: [names[glyph]] + words[glyph] for glyph in names if glyph in words}


def things():
    rows = re.findall(r"\{\"(\w+)\",\s*U'\\([Uu][0-9A-Fa-f]+)'", open(SOURCE, encoding="utf-8").read())
    return [(name, chr(int(code[1:], 16))) for name, code in rows]


def names_of(world, language):
    every = annotations(language)
    refused = set(NOT_A_NAME[language].split()) | DROPPED[language]
    found = {name: [] for name, _ in world}
    for name, glyph in world:
        for word in every.get(glyph, []):
            if word not in refused and word.lower() not in found[name]:
                found[name].append(word.lower())
    uses = [word for words in found.values() for word in words]
    return {name: [word for word in words if uses.count(word) == 1] for name, words in found.items()}


def main():
    world = things()
    tables = {language: names_of(world, language) for language in ("en", "id")}
    with open(TARGET, "w", encoding="utf-8") as out:
        out.write("""// SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016
// SPDX-FileCopyrightText: The Limn authors
// SPDX-FileCopyrightText: 1991-2022 Unicode, Inc.
// Written by tests/golden/make_cldr_words.py from CLDR 41; change that.
#include "inference/starter/cldr_words.h"

#include <array>

namespace limn::starter {

std::span<const CldrWords> cldrWords() {
    // clang-format off
    static const std::array<CldrWords, %d> table{{
""" % len(world))
        for name, _ in world:
            lists = ["{" + ", ".join(f'"{word}"' for word in tables[language][name]) + "}" for language in ("en", "id")]
            out.write(f'        {{"{name}", {{{lists[0]}, {lists[1]}}}}},\n')
        out.write("""    }};
    // clang-format on
    return table;
}

}  // namespace limn::starter
""")


if __name__ == "__main__":
    main()
