# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Tiny models with random weights that behave: lively pictures that depend on prompt, seed and step."""
import hashlib
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from tiny_tokenizer import vocabulary, write_tokenizer

# The keys of published scheduler_config.json files, and no others: what a file leaves out takes the default of
# the scheduler that reads it, which is the trap these tests are for.
SD_BETAS = {"beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000}
SCHEDULER_SD1 = {"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", **SD_BETAS, "set_alpha_to_one": False,
                 "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None, "clip_sample": False}
SCHEDULER_SD2 = {"_class_name": "DDIMScheduler", "_diffusers_version": "0.8.0", **SD_BETAS, "clip_sample": False,
                 "prediction_type": "v_prediction", "set_alpha_to_one": False, "skip_prk_steps": True,
                 "steps_offset": 1, "trained_betas": None}
SCHEDULER_SDXL = {"_class_name": "EulerDiscreteScheduler", "_diffusers_version": "0.19.0.dev0", **SD_BETAS,
                  "clip_sample": False, "interpolation_type": "linear", "prediction_type": "epsilon",
                  "sample_max_value": 1.0, "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1,
                  "timestep_spacing": "leading", "trained_betas": None, "use_karras_sigmas": False}


def generator_for(model_seed: int, name: str) -> torch.Generator:
    digest = hashlib.sha256(f"{model_seed}/{name}".encode()).digest()
    return torch.Generator("cpu").manual_seed(int.from_bytes(digest[:4], "little"))


# Where a gain of 1 would leave a picture that nothing moves, or one that rounding moves: sharp attention makes the
# sampling chaotic, and two orders of summation then end in different pictures. (part of the key, gain); the last counts.
GAINS = [
    ("attn1.to_q", 1.0), ("attn1.to_k", 1.0), ("attn2.to_q", 1.5), ("attn2.to_k", 1.5), ("attn1.to_out", 0.6),
    ("attn2.to_out", 2.0), ("ff.net.2", 0.6), ("conv2.weight", 0.6), ("proj_out", 0.6), ("time_emb", 1.5),
    ("token_embedding", 1.0), ("position_embedding", 0.3), ("decoder.conv_out", 0.55), ("encoder.conv_out", 0.7),
]


@torch.no_grad()
def enliven(module: torch.nn.Module, model_seed: int, extra_gains: list[tuple[str, float]] = ()) -> None:
    """Refills every parameter from a generator of its own, so that adding a layer moves no other one."""
    for name, parameter in module.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator_for(model_seed, name))
        gain = 1.0
        for part, value in list(GAINS) + list(extra_gains):
            if part in name:
                gain = value
        if name.endswith("embedding.weight"):
            parameter.copy_(noise * gain)
        elif parameter.dim() >= 2:
            parameter.copy_(noise * gain / parameter[0].numel() ** 0.5)
        elif name.endswith("weight"):
            parameter.copy_(1 + 0.2 * noise)
        else:
            parameter.copy_(0.1 * noise)


def text_config(**changes) -> CLIPTextConfig:
    size = len(vocabulary()[0])
    values = dict(vocab_size=size, hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=4,
                  max_position_embeddings=77, hidden_act="quick_gelu", layer_norm_eps=1e-5, projection_dim=32,
                  bos_token_id=0, eos_token_id=2, pad_token_id=1)  # published files say 0, 2 and 1 too
    values.update(changes)
    return CLIPTextConfig(**values)


def text_encoder(seed: int, projection: bool = False, **changes) -> torch.nn.Module:
    kind = CLIPTextModelWithProjection if projection else CLIPTextModel
    model = kind(text_config(**changes)).eval()
    enliven(model, seed)
    return model


def autoencoder(seed: int, **changes) -> AutoencoderKL:
    values = dict(in_channels=3, out_channels=3, latent_channels=4, sample_size=64, layers_per_block=1,
                  block_out_channels=(8, 8, 16, 16), norm_num_groups=4, scaling_factor=0.18215,
                  down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
    values.update(changes)
    model = AutoencoderKL(**values).eval()
    enliven(model, seed)
    return model


def unet_sd1(seed: int, extra_gains: list[tuple[str, float]] = (), **changes) -> UNet2DConditionModel:
    values = dict(sample_size=8, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(16, 16, 32),
                  norm_num_groups=8, cross_attention_dim=32, attention_head_dim=4,
                  down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
                  up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"))
    values.update(changes)
    model = UNet2DConditionModel(**values).eval()
    enliven(model, seed, extra_gains)
    return model


def write_json(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def publish_text_keys(folder: Path) -> None:
    """Writes the `text_model.` level that published text encoders have and transformers 5 leaves out."""
    file = folder / "model.safetensors"
    tensors = load_file(file)
    renamed = {k if k.startswith(("text_model.", "text_projection.")) else "text_model." + k: v
               for k, v in tensors.items()}
    save_file(renamed, file, metadata={"format": "pt"})


def write_folder(folder: Path, pipeline_class: str, parts: dict, scheduler: dict, extra: dict | None = None,
                 dtype: torch.dtype = torch.float16, published_keys: bool = True, second_pad: str = "!",
                 pad: str = "<|endoftext|>") -> None:
    """Saves the parts as a diffusers folder; tokenizers and scheduler are written with the published keys only."""
    libraries = {"unet": "UNet2DConditionModel", "vae": "AutoencoderKL"}
    index = {"_class_name": pipeline_class, "_diffusers_version": "0.42.1", **(extra or {})}
    for name, model in parts.items():
        model.to(dtype).save_pretrained(folder / name, safe_serialization=True)
        if name.startswith("text_encoder"):
            index[name] = ["transformers", type(model).__name__]
            if published_keys:
                publish_text_keys(folder / name)
            tokenizer = name.replace("text_encoder", "tokenizer")
            write_tokenizer(folder / tokenizer, second_pad if tokenizer.endswith("_2") else pad)
            index[tokenizer] = ["transformers", "CLIPTokenizer"]
        else:
            index[name] = ["diffusers", libraries[name]]
    write_json(folder / "scheduler" / "scheduler_config.json", scheduler)
    index["scheduler"] = ["diffusers", scheduler["_class_name"]]
    write_json(folder / "model_index.json", index)
