# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""LoRA files for the tiny models, in the spellings that people's files have."""
import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file

from original_layout import unet_key
from tiny_models import generator_for

UNET_LAYERS = re.compile(r"(attn[12]\.to_(q|k|v|out\.0)|ff\.net\.0\.proj|ff\.net\.2|proj_in|proj_out|conv1|conv2"
                         r"|time_emb_proj|conv_shortcut|downsamplers\.0\.conv|upsamplers\.0\.conv)$")
TEXT_LAYERS = re.compile(r"(self_attn\.(q|k|v|out)_proj|mlp\.fc[12])$")


@dataclass
class Pair:
    part: str      # unet, text_encoder, text_encoder_2
    module: str    # as diffusers names it; text modules with `text_model.`
    down: torch.Tensor
    up: torch.Tensor
    alpha: float


def make_pairs(parts: dict[str, torch.nn.Module], seed: int, rank: int, alpha: float, strength: float) -> list[Pair]:
    """Random pairs for every layer of the parts that LoRAs usually change."""
    pairs = []
    for part, model in parts.items():
        wanted = UNET_LAYERS if part == "unet" else TEXT_LAYERS
        for name, module in model.named_modules():
            if not hasattr(module, "weight") or not wanted.search(name):
                continue
            weight = module.weight
            generator = generator_for(seed, f"{part}.{name}")
            down = torch.randn(rank, *weight.shape[1:], generator=generator) / weight[0].numel() ** 0.5
            up = torch.randn(weight.shape[0], rank, *([1] * (weight.dim() - 2)), generator=generator)
            published = name if part == "unet" or name.startswith("text_model.") else "text_model." + name
            pairs.append(Pair(part, published, down.half(), (up * strength / rank**0.5).half(), alpha))
    return pairs


@torch.no_grad()
def merge(pipe, pairs: list[Pair], scale: float) -> None:
    """weight += scale * alpha / rank * up @ down: what every spelling means."""
    for pair in pairs:
        model = getattr(pipe, pair.part)
        name = pair.module
        if pair.part != "unet" and not hasattr(model, "text_model"):
            name = name.removeprefix("text_model.")
        weight = model.get_submodule(name).weight
        rank = pair.down.shape[0]
        product = pair.up.float().flatten(1) @ pair.down.float().flatten(1)
        weight += scale * pair.alpha / rank * product.reshape(weight.shape)


def kohya_name(pair: Pair, second_encoder: bool) -> str:
    prefix = {"unet": "lora_unet", "text_encoder": "lora_te1" if second_encoder else "lora_te",
              "text_encoder_2": "lora_te2"}[pair.part]
    return prefix + "_" + pair.module.replace(".", "_")


def write_kohya(file: Path, pairs: list[Pair]) -> None:
    second = any(p.part == "text_encoder_2" for p in pairs)
    tensors = {}
    for pair in pairs:
        name = kohya_name(pair, second)
        tensors[name + ".lora_down.weight"] = pair.down
        tensors[name + ".lora_up.weight"] = pair.up
        tensors[name + ".alpha"] = torch.tensor(pair.alpha).half()
    save(file, tensors, {"ss_network_module": "networks.lora"})


def write_kohya_original(file: Path, pairs: list[Pair], unet_config) -> None:
    """SDXL as kohya's trainer writes it: the UNet's modules by their names in the original layout."""
    renamed = []
    for p in pairs:
        module = p.module
        if p.part == "unet":
            module = unet_key(module + ".weight", unet_config).removesuffix(".weight")
        renamed.append(Pair(p.part, module, p.down, p.up, p.alpha))
    write_kohya(file, renamed)


def write_peft(file: Path, pairs: list[Pair], metadata: dict | None = None) -> None:
    tensors = {}
    for pair in pairs:
        tensors[f"{pair.part}.{pair.module}.lora_A.weight"] = pair.down
        tensors[f"{pair.part}.{pair.module}.lora_B.weight"] = pair.up
    save(file, tensors, {"lora_adapter_metadata": json.dumps(metadata, sort_keys=True)} if metadata else {})


def write_old_diffusers(file: Path, pairs: list[Pair]) -> None:
    """Before PEFT: attention processors in the UNet, `lora_linear_layer` in the text encoder."""
    tensors = {}
    for pair in pairs:
        attention = re.match(r"(.*)\.(to_[qkv]|to_out)(\.0)?$", pair.module)
        text = re.match(r"(.*self_attn)\.((?:q|k|v|out)_proj)$", pair.module)
        if pair.part == "unet" and attention:
            name = f"unet.{attention[1]}.processor.{attention[2]}_lora"
            tensors[name + ".down.weight"], tensors[name + ".up.weight"] = pair.down, pair.up
        elif pair.part != "unet" and text:
            name = f"{pair.part}.{text[1]}.{text[2]}.lora_linear_layer"
            tensors[name + ".down.weight"], tensors[name + ".up.weight"] = pair.down, pair.up
    save(file, tensors, {})


def save(file: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in tensors.items()}, file, metadata={"format": "pt", **metadata})
