# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes tokenizers/NAME/tokenizer.json and byte_level_tokenizers.json.z: texts and the ids that `tokenizers` gives them.

Needs tokenizers 0.23.  Usage: python make_byte_level_tokenizers.py

Four small vocabularies are trained here, each with the components that the published files of a family have: Qwen 2 and
3 (normal form C, its expression, its added tokens), SmolLM and SmolVLM (digits, GPT-2's expression), Llama 3 (up to three
digits together, whole words before merges), and one that lacks most bytes, as a careless trainer makes it. Deterministic.
"""
import json
import pathlib
import random
import zlib

from make_clip_tokenizer_goldens import EMOJI, ENGLISH, INDONESIAN, texts
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent
TAIL = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
HEAD = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
QWEN_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
               "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>",
               "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
QWEN_PLAIN = ["<tool_call>", "</tool_call>", "<|fim_prefix|>", "<tool_response>", "</tool_response>", "<think>",
              "</think>"]
SMOL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<repo_name>", "<reponame>"]
SMOL_ADDED = ["<fake_token_around_image>", "<image>", "<end_of_utterance>", "<global-img>",
              *(f"<row_{r}_col_{c}>" for r in range(1, 5) for c in range(1, 5))]


def split(expression):
    return pre_tokenizers.Split(Regex(expression), behavior="isolated")


def byte_level(use_regex):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)


def tokenizer_of(name):
    tokenizer = Tokenizer(models.BPE(ignore_merges=name == "llama3"))
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    special = []
    if name in ("qwen3", "sparse"):
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split(HEAD + r"\p{N}" + TAIL), byte_level(False)])
    elif name == "llama3":
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split(HEAD + r"\p{N}{1,3}" + TAIL), byte_level(False)])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level(True)])
        special = SMOL_TOKENS  # the first ids of the vocabulary itself
    rng = random.Random("training")
    if name == "sparse":
        tokenizer.train_from_iterator([" ".join(ENGLISH)] * 3, trainers.BpeTrainer(vocab_size=300, show_progress=False))
        tokenizer.add_special_tokens([AddedToken("<|im_end|>", special=True, normalized=False)])
        return tokenizer
    corpus = list(texts(rng)) + [" ".join(rng.choices(ENGLISH + INDONESIAN, k=12)) for _ in range(400)]
    corpus += [f"There are {n} boats, {n + 3} cats and a{n} sign.\n\nIt doesn't say \"{n * 7919}\"." for n in range(200)]
    trainer = trainers.BpeTrainer(vocab_size=1400, show_progress=False, special_tokens=special,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(corpus, trainer)
    if name == "qwen3":
        tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in QWEN_TOKENS])
        tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in QWEN_PLAIN])
    elif name == "smollm":
        tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SMOL_ADDED])
    else:
        tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False)
                                      for t in ("<|begin_of_text|>", "<|eot_id|>", "<|image|>")])
        tokenizer.add_tokens([AddedToken("Caf\u00e9", normalized=True), AddedToken("cat cat", normalized=True)])
    return tokenizer


def torture(rng):
    yield from texts(rng)
    spaces = [" ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u3000", "\u2028", "\x0b", "\x85", " \n ", "\r"]
    words = ["it", "'S", "'ll", "'\u017f", "'Re", "VE", "don't", "1234567", "\u0663\u0664", "\u00bd", "\U00011de3", "\U00016ff5",
             "!?", "...", "\u0301", "caf\u00e9", "cafe\u0301", "Caf\u00e9", "cat cat", "\u732b", "'", "''", "_x", "#!/bin", "\u200d"]
    for _ in range(900):
        yield "".join(rng.choice(words + spaces) for _ in range(rng.randint(1, 9)))
    marks = QWEN_TOKENS + QWEN_PLAIN + SMOL_ADDED + ["<|", "|>", "<|im_start", "im_end|>", "<|eot_id|>", "<image", "<row_1_col_"]
    for _ in range(300):
        yield "".join(rng.choice(marks + words + spaces) for _ in range(rng.randint(1, 7)))
    for _ in range(60):
        yield "<|im_start|>user\n" + " ".join(rng.choices(ENGLISH + EMOJI, k=5)) + "<|im_end|>\n<|im_start|>assistant\n"


def main():
    chosen = list(dict.fromkeys(torture(random.Random("torture"))))
    document = {"texts": chosen, "ids": {}, "decoded": {}}
    rng = random.Random("decode")
    for name in ("qwen3", "smollm", "llama3", "sparse"):
        tokenizer = tokenizer_of(name)
        folder = HERE / "tokenizers" / name
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
        (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
        document["ids"][name] = [tokenizer.encode(t, add_special_tokens=False).ids for t in chosen]
        # Random ids: broken characters between whole ones, special tokens among them.
        lists = [[rng.randrange(tokenizer.get_vocab_size()) for _ in range(rng.randint(1, 9))] for _ in range(300)]
        document["decoded"][name] = [[ids, tokenizer.decode(ids), tokenizer.decode(ids, skip_special_tokens=False)]
                                     for ids in lists]
        print(name, tokenizer.get_vocab_size(), "tokens", (folder / "tokenizer.json").stat().st_size, "bytes")
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    packed = len(plain).to_bytes(4, "big") + zlib.compress(plain, 9)
    (HERE / "byte_level_tokenizers.json.z").write_bytes(packed)
    print(len(chosen), "texts", len(packed), "bytes")


main()
