# SPDX-License-Identifier: Apache-2.0
"""How well limn reads: measure_ocr.py LIMN FOLDER [--worst N].

FOLDER is what make_ocr_set.py wrote, or any folder with such a truth.json. Prints, by kind: pictures, characters, character
error rate (edits over characters of the truth, blanks collapsed), exact pictures, right directions, median seconds."""
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import unicodedata

SAME = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).translate(SAME).split())


def edits(a, b):
    """Levenshtein's distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def main():
    limn, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    worst = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    truth = json.loads((folder / "truth.json").read_text())
    names = sorted(truth)
    done = subprocess.run([limn, "describe", "--task", "text", "--json", "--quiet", *(str(folder / n) for n in names)],
                          capture_output=True, text=True, check=False)
    read = {}
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        read[pathlib.Path(answer["image"]).name] = answer
    rows = collections.defaultdict(list)
    for name in names:
        wanted, answer = truth[name], read.get(name)
        expected = plain(wanted["text"])
        found = plain(answer["text"]) if answer else ""
        turned = answer is not None and answer["turned_degrees"] == wanted.get("turned", 0)
        seconds = answer["seconds"]["total"] if answer else 0.0
        rows[wanted["kind"]].append((edits(expected, found), len(expected), turned, seconds, name, expected, found))
    print(f"{'kind':14} {'pictures':>8} {'letters':>8} {'error':>8} {'exact':>6} {'turned':>7} {'seconds':>8}")
    everything = [row for kind in rows.values() for row in kind]
    for kind, some in [*rows.items(), ("all", everything)]:
        wrong, letters = sum(r[0] for r in some), sum(r[1] for r in some)
        print(f"{kind:14} {len(some):8} {letters:8} {wrong / letters:8.2%} {sum(r[0] == 0 for r in some):6}"
              f" {sum(r[2] for r in some):7} {statistics.median(r[3] for r in some):8.2f}")
    for row in sorted(everything, key=lambda r: r[0] / r[1], reverse=True)[:worst]:
        print(f"\n{row[4]}: {row[0]} of {row[1]}\n  wanted {row[5]}\n  found  {row[6]}")


if __name__ == "__main__":
    main()
