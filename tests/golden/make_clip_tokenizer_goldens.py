# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes clip_tokenizer.json: texts and the ids that transformers' CLIPTokenizer gives them.

Needs transformers 5.23.  Usage: python make_clip_tokenizer_goldens.py bpe_simple_vocab_16e6.txt.gz OUTPUT_FOLDER

The vocabulary is OpenAI's, as open_clip ships it; vocab.json and merges.txt are made from it as OpenAI does. Three
tokenizer folders are tried: as Stable Diffusion 1 has it, as Stable Diffusion 2 has it (pads with "!"), and one
without any configuration. Deterministic.
"""
import gzip
import json
import pathlib
import random
import sys
import tempfile

from transformers import CLIPTokenizer

START = {"content": "<|startoftext|>", "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}
END = {**START, "content": "<|endoftext|>"}
SD1 = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": "<|endoftext|>"}
SD2 = {**SD1, "pad_token": "!"}


def write_folder(folder, lines, special):
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(b) for b in printable] + [chr(256 + n) for n in range(256 - len(printable))]
    merges = lines[1 : 49152 - 256 - 2 + 1]
    tokens = letters + [c + "</w>" for c in letters] + ["".join(m.split()) for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir()
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    if special:
        config = {k: {**v, "__type": "AddedToken"} if isinstance(v, dict) else v for k, v in special.items()}
        # The map wins over the config: Stable Diffusion 2 has "!" in the map only.
        config = {**config, "pad_token": "<|endoftext|>", "model_max_length": 77}
        (folder / "tokenizer_config.json").write_text(json.dumps(config))
        (folder / "special_tokens_map.json").write_text(json.dumps(special))
    return CLIPTokenizer.from_pretrained(folder)


FIXED = """\
a photo of a cat
A Photo Of A CAT, 4K, ultra-detailed!!!
it's they're we've I'm you'll he'd don't IT'S THEY'RE 's't're've'm'll'd 'S x's'
''s '''t 'r 've've 'llx 'dd rock 'n' roll '90s '5
don\u2019t it\u2018s
seekor kucing berwarna oranye duduk di atas meja kayu, sinar matahari sore
gunung berapi di Jawa Tengah; sawah terasering, kabut pagi, gaya lukisan cat minyak
anak-anak bermain layang-layang di pantai Kuta
\u4e00\u53ea\u6234\u5e3d\u5b50\u7684\u732b\uff0c\u9ad8\u6e05
\u732b\u304c\u5c4b\u6839\u306e\u4e0a\u3067\u5bdd\u3066\u3044\u308b\u3002\u30ab\u30bf\u30ab\u30ca \uff76\uff80\uff76\uff85
\uace0\uc591\uc774 \uac00\uac01\uac02 \u1100\u1161 \u1100\u1161\u11a8 \u1112\u1175\u11c2
\u0642\u0637\u0629 \u0639\u0644\u0649 \u0627\u0644\u0633\u0637\u062d \u0660\u0661\u0662 \ufefb
\u05d7\u05ea\u05d5\u05dc \u05e2\u05dc \u05d4\u05d2\u05d2
\u0915\u094d\u0937 \u0939\u093f\u0928\u094d\u0926\u0940 \u0958 \u0929
\u0e41\u0e21\u0e27\u0e19\u0e31\u0e48\u0e07 \u0e44\u0e17\u0e22
\u041a\u043e\u0448\u043a\u0430 \u043d\u0430 \u043a\u0440\u044b\u0448\u0435 \u0401\u0436\u0438\u043a \u0415\u0308
\u0393\u03ac\u03c4\u03b1 \u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3 \u03a3 \u03c2 \u1f08\u0399 \u1fbc \u2126 \u212b \u212a
\u0130stanbul I\u0307 \u0131 \u00df \u1e9e \ufb01 \ufb03 \u01c4 \u01c5 \u01c6 \u01f0
caf\u00e9 cafe\u0301 CAFE\u0301 \u1e69 s\u0323\u0307 s\u0307\u0323 \u1e0d\u0307 q\u0307\u0323
a\u0315\u0300\u05ae\u0062 \u0344 \u0374 \u037e \u0387 \u2000 \u2001 \u2329 \u2adc \ufb1d \ufb2a
\U0001f600\U0001f63a a \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f44d\U0001f3fd \u2764\ufe0f \U0001f1ee\U0001f1e9 1\ufe0f\u20e3
\U0001f3f3\ufe0f\u200d\U0001f308\U0001f9d1\U0001f3ff\u200d\U0001f680 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f
1234567890 3.14159 1,000,000 1e-10 0x1F \u00bd \u00b2 \u2167 \u2460 \u0663 \u096a \uff11\uff12 \U0001d7ce \u3007 \u4e00
\u216b \u2184 \u2c2f \ua7ba \ua7cb \ua7dc \U00010400 \U00010d50 \U00016ea0 \U0001e900 \u1c89 \u10a0 \u1c90 \u13a0 \uab70
tabs\tand\nnewlines\r\nand\x0bvertical\x0cform\x1cfile\x85next\xa0nbsp\u2028line\u2029para\u200bzero\u3000wide\ufefffeff
\x00 nul \x01\x02\x7f \x80\x9f \u00ad soft\u00adhyphen \u202e rtl \u2066iso\u2069
&amp; &lt;b&gt; &#39; &nbsp; &eacute; <b>bold</b> &amp;amp; \u00c3\u00a9 \u00e2\u20ac\u2122
<|startoftext|> <|endoftext|> <|STARTOFTEXT|> <|EndOfText|>!! x<|endoftext|>y !<|endoftext|> <|endoftext|<|endoftext|>
<|startoftext|>\u0301 <|start oftext|> <|startoftext|><|startoftext|> <| endoftext|> \uff1c|endoftext|\uff1e
! !! !!! a! !a ! a !\u0338 \uff01 hello!world! \u2049\ufe0f
</w> a</w> </w></w> i n jeky ll</w> jekyll
(masterpiece:1.2), [bad quality], {best|worst} ((sharp)) <lora:foo_v2:0.8> BREAK --ar 16:9 #art @artstation $%^&*()_+-=[]{}|;:,.<>?/~`
https://example.org/a?b=c&d=e#f user@example.org C:\\path\\file.png
___ ... --- *** ///// \\\\ ======= \u2026 \u2014 \u2013 \u201cquote\u201d \u00abguillemets\u00bb \u00bfque?
\ufffd \ufffe \uffff \U0010ffff \ue000 \U000f0000 \u0378 \U0003ffff
  leading and trailing   and   many    spaces  \t
x\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u0323\u0324\u0325 zalgo
\u0958\u0959 \u09dc \u0b5c \u0f43 \u0f69 \u0f73 \u0f75 \u0f71\u0f72 \u0f72\u0f71 \ufb4e \U0001d15e \U0001d1bb \U0002f800 \uf900 \ufa6c
\u1e9b\u0323 \u03d3 \u03d4 \u1fc1 \u1fee \u1fef \u212b\u030a \u304b\u3099 \u30cf\u309a \U00011099\U000110ba \U00011131\U00011127
\u0898\u0301 a\u0898\u0323 \u1df7\u0334x e\u1ac0\u0301 \u08d3\u064e \U00010f46\u0301
\u1809\u180e\u1680\u2007\u202f\u205f\u2060 spaces
pneumonoultramicroscopicsilicovolcanoconiosis honorificabilitudinitatibus floccinaucinihilipilification
""".split("\n")

ENGLISH = ("a the of in on with photo painting portrait woman man child dog cat horse castle forest river mountain city "
           "night sunset light dark red blue green oil watercolor digital art trending detailed intricate cinematic "
           "lighting octane render unreal engine volumetric fog bokeh 35mm f/1.8 hdr uhd 8k masterpiece best quality "
           "anime cyberpunk steampunk baroque symmetrical close-up wide-angle macro isometric lowpoly greg rutkowski "
           "alphonse mucha studio ghibli wearing holding standing sitting smiling blurry deformed extra fingers text "
           "watermark signature worst low jpeg artifacts").split()
INDONESIAN = ("sebuah foto lukisan wanita pria anak anjing kucing kuda istana hutan sungai gunung kota malam senja "
              "cahaya gelap merah biru hijau cat air minyak seni digital detail rumit sinematik pencahayaan kabut "
              "mengenakan memegang berdiri duduk tersenyum dengan di atas bawah dekat pantai sawah pohon kelapa perahu "
              "nelayan pasar tradisional batik wayang candi borobudur keberlangsungan mempertanggungjawabkan").split()
BLOCKS = [(0x20, 0x7F), (0xA0, 0x17F), (0x180, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
          (0x530, 0x5FF), (0x600, 0x77F), (0x780, 0x8FF), (0x900, 0xDFF), (0xE00, 0xFFF), (0x1000, 0x10FF),
          (0x1100, 0x11FF), (0x1200, 0x13FF), (0x1400, 0x18AF), (0x1AB0, 0x1AFF), (0x1C80, 0x1CFF), (0x1D00, 0x1DFF),
          (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x218F), (0x2190, 0x2BFF), (0x2C00, 0x2E7F), (0x2E80, 0x312F),
          (0x3130, 0x33FF), (0x3400, 0x9FFF), (0xA000, 0xABFF), (0xAC00, 0xD7FF), (0xE000, 0xF8FF), (0xF900, 0xFAFF),
          (0xFB00, 0xFDFF), (0xFE00, 0xFFFF), (0x10000, 0x107FF), (0x10800, 0x10FFF), (0x11000, 0x11FFF),
          (0x12000, 0x143FF), (0x16000, 0x18FFF), (0x1B000, 0x1D0FF), (0x1D100, 0x1D7FF), (0x1D800, 0x1EFFF),
          (0x1F000, 0x1FAFF), (0x1FB00, 0x1FFFF), (0x20000, 0x2FFFF), (0x30000, 0x323AF), (0xE0000, 0xE01EF)]
EMOJI = "\U0001f600 \U0001f602 \U0001f60d \U0001f525 \U0001f680 \u2728 \u2764\ufe0f \U0001f44d\U0001f3fd \U0001f431 \U0001f1ee\U0001f1e9".split()


def texts(rng):
    yield from FIXED
    yield ""
    for _ in range(250):  # prompts
        words = rng.choices(ENGLISH if rng.random() < 0.6 else INDONESIAN, k=rng.randint(1, 9))
        words = [w.upper() if rng.random() < 0.1 else w.title() if rng.random() < 0.1 else w for w in words]
        yield rng.choice([" ", ", ", ",", "  ", "-", "\n"]).join(words)
    for _ in range(150):  # with other things between the words
        odd = EMOJI + list("0123456789") + ["'s", "'LL", "!", "...", "&amp;", "\u200d", "\u0301", "\t", "\u3000"]
        yield "".join(rng.choice(ENGLISH + odd * 6) + rng.choice(["", "", " "]) for _ in range(rng.randint(2, 9)))
    for first, last in BLOCKS:  # every script by itself
        for _ in range(14):
            points = [rng.randint(first, last) for _ in range(rng.randint(2, 9))]
            yield "".join(chr(p) for p in points if not 0xD800 <= p < 0xE000)
    for _ in range(700):  # everything together
        pieces = []
        for _ in range(rng.randint(1, 8)):
            first, last = rng.choice(BLOCKS)
            p = rng.randint(first, last)
            pieces.append(rng.choice(["", "", "", " ", "a", "'s", "\u0301", "\u0323"]))
            pieces.append("" if 0xD800 <= p < 0xE000 else chr(p))
        yield "".join(pieces)
    for _ in range(200):  # marks in any order, on anything
        marks = [*range(0x300, 0x34F), 0x5AE, 0x64B, 0x651, 0x6DF, 0x93C, 0xE38, 0xF71, 0xF72, 0x3099, 0x1DC0, 0x20D0]
        base = rng.choice("aeiouAEIOUqQ\u00e9\u1ea5\u03b1\u0391\u0438\u304b\u0627\u0905\u1100")
        yield base + "".join(chr(rng.choice(marks)) for _ in range(rng.randint(1, 6))) + rng.choice(["", "b", " b"])
    for _ in range(60):  # long words
        letters = rng.choice(["abcdefghijklmnopqrstuvwxyz", "aeiou", "ab", "\u00e9\u00e8a", "!?.", "0123456789"])
        yield "".join(rng.choice(letters) for _ in range(rng.randint(20, 90)))
    for _ in range(150):  # bytes that were once text in another encoding
        yield bytes(rng.randint(0x20, 0xFF) for _ in range(rng.randint(1, 12))).decode("latin-1")


def short_texts(rng):
    yield from (t for t in FIXED if "!" in t or "<|" in t or "</w>" in t)
    for _ in range(60):
        parts = ["!", "!!", "<|endoftext|>", "<|StartOfText|>", "cat", " ", "\u0338", "<|", "|>", "a", "\n", "'s"]
        yield "".join(rng.choice(parts) for _ in range(rng.randint(1, 8)))


def prompts(rng):
    for count in (0, 1, 40, 74, 75, 76, 77, 78, 120):
        yield " ".join(rng.choice(ENGLISH) for _ in range(count))
    yield "caf\u00e9 \U0001f431!! " * 30
    yield "x" + "!" * 400
    yield ("ab " * 75) + "  \U0001f600 <|endoftext|> it's </w> tail "
    yield "\u4e00\u53ea\u732b" * 40


def main():
    lines = gzip.open(sys.argv[1]).read().decode("utf-8").split("\n")
    document = {"sets": {}, "prompts": {}}
    with tempfile.TemporaryDirectory() as root:
        for name, special in (("sd1", SD1), ("sd2", SD2), ("bare", None)):
            tokenizer = write_folder(pathlib.Path(root) / name, lines, special)
            rng = random.Random(name)
            chosen = list(dict.fromkeys(texts(rng) if name == "sd1" else short_texts(rng)))
            document["sets"][name] = [[t, tokenizer(t).input_ids[1:-1]] for t in chosen]
            cut = []
            for text in prompts(random.Random("prompts")):
                ids = tokenizer(text, padding="max_length", max_length=77, truncation=True).input_ids
                removed = tokenizer.batch_decode([tokenizer(text).input_ids[76:-1]])[0]
                cut.append([text, ids, removed])
            document["prompts"][name] = cut
            print(name, len(chosen), "texts", tokenizer.pad_token)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).replace("],[\"", "],\n[\"")
    file = pathlib.Path(sys.argv[2]) / "clip_tokenizer.json"
    file.write_text(text + "\n", encoding="utf-8")
    print(file.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
