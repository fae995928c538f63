# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""A small CLIP vocabulary: every byte with and without the end-of-word mark, some merges, the two specials.

It is written in the files and with the keys that published model folders carry (vocab.json, merges.txt,
tokenizer_config.json, special_tokens_map.json).
"""
import json
from pathlib import Path

# Merges are learnt from these words by hand-free byte pair counting below; any text works as well.
TRAINING_TEXT = (
    "a photograph of an astronaut riding a horse in the snow at sunset, oil painting of a red cat and a blue dog, "
    "the quick brown fox jumps over the lazy dog, a castle on a hill, portrait of a woman with a hat, low quality "
    "blurry ugly, highly detailed, 4k, trending, the light of the moon on the water, green forest, mountain lake "
)
BOS = "<|startoftext|>"
EOS = "<|endoftext|>"


def byte_symbols() -> list[str]:
    """The printable stand-ins for the 256 bytes, in the order of the GPT-2 and CLIP vocabularies."""
    shown = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    symbols = [chr(b) for b in shown]
    hidden = [b for b in range(256) if b not in shown]
    return symbols + [chr(256 + i) for i in range(len(hidden))]


def learn_merges(text: str, count: int) -> list[tuple[str, str]]:
    """Plain byte pair encoding over words of letters; ties go to the alphabetically first pair."""
    words = ["".join(c for c in w if c.isalpha()) for w in text.lower().split()]
    split = [list(w[:-1]) + [w[-1] + "</w>"] for w in words if w]
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: dict[tuple[str, str], int] = {}
        for word in split:
            for pair in zip(word, word[1:]):
                pairs[pair] = pairs.get(pair, 0) + 1
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        for word in split:
            i = 0
            while i + 1 < len(word):
                if (word[i], word[i + 1]) == best:
                    word[i:i + 2] = [best[0] + best[1]]
                i += 1
    return merges


def vocabulary() -> tuple[dict[str, int], list[tuple[str, str]]]:
    merges = learn_merges(TRAINING_TEXT, 150)
    symbols = byte_symbols()
    entries = symbols + [s + "</w>" for s in symbols] + [a + b for a, b in merges] + [BOS, EOS]
    return {entry: i for i, entry in enumerate(entries)}, merges


def special(content: str) -> dict:
    return {"content": content, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}


def write_tokenizer(folder: Path, pad_token: str = EOS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    vocab, merges = vocabulary()
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=True))
    lines = ["#version: 0.2"] + [f"{a} {b}" for a, b in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    specials = {"bos_token": special(BOS), "eos_token": special(EOS), "unk_token": special(EOS),
                "pad_token": pad_token}
    (folder / "special_tokens_map.json").write_text(json.dumps(specials, indent=2) + "\n")
    config = {"add_prefix_space": False, "do_lower_case": True, "errors": "replace", "model_max_length": 77,
              "tokenizer_class": "CLIPTokenizer", **specials}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
