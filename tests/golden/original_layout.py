# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""The names that the original single files of SD 1.x, 2.x and SDXL give to the tensors of diffusers' modules."""
import re

import torch

RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
          "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
UNET_TOP = {"conv_in": "input_blocks.0.0", "time_embedding.linear_1": "time_embed.0",
            "time_embedding.linear_2": "time_embed.2", "add_embedding.linear_1": "label_emb.0.0",
            "add_embedding.linear_2": "label_emb.0.2", "conv_norm_out": "out.0", "conv_out": "out.2"}
VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
OPEN_CLIP = {"layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj",
             "self_attn.out_proj": "attn.out_proj"}


def renamed(key: str, table: dict[str, str]) -> str | None:
    for ours, theirs in table.items():
        if key.startswith(ours + "."):
            return theirs + key[len(ours):]
    return None


def unet_key(key: str, config) -> str:
    layers = config.layers_per_block
    top = renamed(key, UNET_TOP)
    if top:
        return top
    middle = re.match(r"mid_block\.(resnets|attentions)\.(\d+)\.(.*)", key)
    if middle:
        kind, j, rest = middle[1], int(middle[2]), middle[3]
        return f"middle_block.1.{rest}" if kind == "attentions" else f"middle_block.{2 * j}.{renamed(rest, RESNET)}"
    side, level, kind, j, rest = re.match(r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.*)", key).groups()
    level, j = int(level), int(j)
    if side == "down":
        block = f"input_blocks.{1 + level * (layers + 1) + j}"
        if kind == "downsamplers":
            return f"input_blocks.{(level + 1) * (layers + 1)}.0.op.{rest.split('.', 1)[1]}"
    else:
        block = f"output_blocks.{level * (layers + 1) + j}"
        if kind == "upsamplers":
            place = 2 if config.up_block_types[level].startswith("CrossAttn") else 1
            return f"output_blocks.{level * (layers + 1) + layers}.{place}.{rest}"
    return f"{block}.0.{renamed(rest, RESNET)}" if kind == "resnets" else f"{block}.1.{rest}"


def vae_key(key: str, config) -> str:
    if key.startswith(("quant_conv", "post_quant_conv")):
        return key
    side, rest = key.split(".", 1)
    rest = rest.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    block = re.match(r"(down|up)_blocks\.(\d+)\.(resnets|downsamplers|upsamplers)\.(\d+)\.(.*)", rest)
    if block:
        way, level, kind, j, tail = block[1], int(block[2]), block[3], block[4], block[5]
        if way == "up":
            level = len(config.block_out_channels) - 1 - level
        if kind == "resnets":
            return f"{side}.{way}.{level}.block.{j}.{tail}"
        return f"{side}.{way}.{level}.{kind.removesuffix('rs')}.{tail}"  # downsamplers.0.conv -> downsample.conv
    resnet = re.match(r"mid_block\.resnets\.(\d+)\.(.*)", rest)
    if resnet:
        return f"{side}.mid.block_{int(resnet[1]) + 1}.{resnet[2]}"
    attention = re.match(r"mid_block\.attentions\.0\.(.*)", rest)
    if attention:
        return f"{side}.mid.attn_1.{renamed(attention[1], VAE_ATTENTION)}"
    return f"{side}.{rest}"


def bare_text_key(key: str) -> str:
    return key.removeprefix("text_model.")


def clip_key(key: str) -> str:
    return "text_model." + bare_text_key(key)


def open_clip_key(key: str) -> tuple[str, str]:
    """The tensor's name, and what of it: "" the whole, "T" transposed, "q", "k" or "v" a third of it."""
    key = bare_text_key(key)
    fixed = {"embeddings.token_embedding.weight": "token_embedding.weight",
             "embeddings.position_embedding.weight": "positional_embedding",
             "final_layer_norm.weight": "ln_final.weight", "final_layer_norm.bias": "ln_final.bias"}
    if key in fixed:
        return fixed[key], ""
    if key == "text_projection.weight":
        return "text_projection", "T"
    layer, rest = re.match(r"encoder\.layers\.(\d+)\.(.*)", key).groups()
    third = re.match(r"self_attn\.([qkv])_proj\.(weight|bias)", rest)
    if third:
        return f"transformer.resblocks.{layer}.attn.in_proj_{third[2]}", third[1]
    return f"transformer.resblocks.{layer}.{renamed(rest, OPEN_CLIP)}", ""


def original_shape(part: str, original: str, shape: list[int]) -> list[int]:
    if part == "open_clip" and "in_proj_" in original:
        return [3 * shape[0], *shape[1:]]
    if part == "open_clip" and original == "text_projection":
        return shape[::-1]
    if part == "vae" and ".mid.attn_1." in original and len(shape) == 2:
        return [*shape, 1, 1]
    return shape


def original_name(part: str, key: str, config) -> tuple[str, str]:
    if part == "unet":
        return unet_key(key, config), ""
    if part == "vae":
        return vae_key(key, config), ""
    return (clip_key(key), "") if part == "clip" else open_clip_key(key)


def pick(tensor: torch.Tensor, which: str, shape: torch.Size) -> torch.Tensor:
    """The diffusers tensor out of the original one."""
    if which == "T":
        return tensor.t().contiguous()
    if which:
        tensor = tensor.chunk(3)["qkv".index(which)]
    return tensor.reshape(shape)
