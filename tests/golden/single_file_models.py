# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Single files in the original layout, as recipes, and the diffusers pipelines that they must become."""
import gzip
from pathlib import Path

import diffusers
import torch
from transformers import CLIPTokenizer

from original_layout import original_name, original_shape, pick
from weight_recipe import RecipeTensor, step_for

# Standard deviation of a weight = gain / sqrt(inputs of one output). The last match counts.
GAINS = [("attn1.to_q", 1.0), ("attn1.to_k", 1.0), ("attn2.to_q", 1.5), ("attn2.to_k", 1.5), ("attn1.to_out", 0.6),
         ("attn2.to_out", 2.0), ("ff.net.2", 0.6), ("out_layers.3", 0.6), ("conv2.weight", 0.6), ("proj_out", 0.6),
         ("time_embed.", 1.5), ("emb_layers", 1.5), ("decoder.conv_out", 0.55), ("encoder.conv_out", 0.7)]
TOKEN_ROWS = 127


def describe_tensor(name: str, shape: list[int], gains: list[tuple[str, float]]) -> RecipeTensor:
    if "token_embedding" in name:
        m, e = step_for(1.0)
        return RecipeTensor(name, shape, m, e, period=TOKEN_ROWS * shape[1])
    if "position" in name:
        return RecipeTensor(name, shape, *step_for(0.3))
    if len(shape) >= 2:
        inputs = 1
        for side in shape[1:]:
            inputs *= side
        if name.endswith("text_projection"):
            inputs = shape[0]
        gain = next((g for part, g in reversed(list(GAINS) + gains) if part in name), 1.0)
        return RecipeTensor(name, shape, *step_for(gain / inputs**0.5))
    if name.endswith("bias"):
        return RecipeTensor(name, shape, *step_for(0.1))
    return RecipeTensor(name, shape, 1, -6, offset=1)  # the scale of a norm: 1 - 7/64 ... 1 + 7/64


def recipe_of(parts: dict, gains: list[tuple[str, float]] = ()) -> list[RecipeTensor]:
    """`parts`: prefix in the file -> (kind, module) with kind one of unet, vae, clip, open_clip."""
    tensors: dict[str, RecipeTensor] = {}
    for prefix, (kind, module) in parts.items():
        for key, value in module.state_dict().items():
            if key.endswith("position_ids"):
                continue
            bare, _ = original_name(kind, key, module.config)
            name = prefix + bare
            if name not in tensors:
                shape = original_shape(kind, bare, list(value.shape))
                tensors[name] = describe_tensor(name, shape, list(gains))
    return list(tensors.values())


@torch.no_grad()
def fill_modules(parts: dict, tensors: list[RecipeTensor]) -> None:
    """Gives the diffusers modules the values of the recipe."""
    by_name = {t.name: t for t in tensors}
    held: tuple[str, torch.Tensor] | None = None  # q, k and v come from one tensor: fill it once
    for prefix, (kind, module) in parts.items():
        for key, value in module.state_dict().items():
            if key.endswith("position_ids"):
                continue
            bare, which = original_name(kind, key, module.config)
            if held is None or held[0] != prefix + bare:
                held = (prefix + bare, by_name[prefix + bare].values())
            value.copy_(pick(held[1], which, value.shape))


def real_vocabulary(bpe_file: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """CLIP's 49408 entries, from the bpe_simple_vocab_16e6.txt.gz that open_clip_torch carries."""
    from tiny_tokenizer import BOS, EOS, byte_symbols
    lines = gzip.decompress(bpe_file.read_bytes()).decode("utf-8").split("\n")
    merges = [tuple(line.split()) for line in lines[1:49152 - 256 - 2 + 1]]
    symbols = byte_symbols()
    entries = symbols + [s + "</w>" for s in symbols] + ["".join(m) for m in merges] + [BOS, EOS]
    return {entry: i for i, entry in enumerate(entries)}, merges


def real_tokenizer(bpe_file: Path, pad_token: str = "<|endoftext|>") -> CLIPTokenizer:
    vocab, merges = real_vocabulary(bpe_file)
    return CLIPTokenizer(vocab=vocab, merges=merges, pad_token=pad_token, model_max_length=77)


def scheduler_from(config: dict):
    return getattr(diffusers, config["_class_name"]).from_config(config)
