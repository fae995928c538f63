# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Stable Diffusion XL: two text encoders, time ids, zeros for an absent negative prompt, one-step models."""
from pathlib import Path

from cases_sd1 import sd1
from reference_runner import SCHEDULERS
from tiny_models import (SCHEDULER_SDXL, autoencoder, text_config, text_encoder, unet_sd1, write_folder,
                         write_json)

MODEL = "models/sdxl"


def make_models(root: Path) -> None:
    unet = unet_sd1(
        31, use_linear_projection=True, attention_head_dim=[2, 4, 4], cross_attention_dim=56,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=[1, 1, 2], block_out_channels=(16, 16, 24),
        addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=64)
    last = text_config().vocab_size - 1
    # the second encoder's config names the real end token: pooled at its first place, not at the largest id
    parts = {"unet": unet, "vae": autoencoder(12, scaling_factor=0.13025), "text_encoder": text_encoder(33),
             "text_encoder_2": text_encoder(34, projection=True, hidden_act="gelu", hidden_size=24,
                                            intermediate_size=48, projection_dim=16, eos_token_id=last)}
    write_folder(root / MODEL, "StableDiffusionXLPipeline", parts, SCHEDULER_SDXL,
                 {"force_zeros_for_empty_prompt": True, "add_watermarker": False, "feature_extractor": [None, None],
                  "image_encoder": [None, None]})
    write_json(root / "schedulers/sdxl-turbo.json",
               {**SCHEDULER_SDXL, "_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"})


def sdxl(name: str, reading: str = "", **fields) -> dict:
    return {**sd1(name, reading, model=MODEL, **{"steps": 5, "guidanceScale": 5.0, **fields}), "family": "sdxl"}


def cases() -> list[dict]:
    turbo = {"schedulerConfig": "schedulers/sdxl-turbo.json", "guidanceScale": 0.0}
    listed = [
        sdxl("sdxl-default", "no negative prompt: zeros, not the embedding of an empty text", mustBeAlive=True),
        sdxl("sdxl-negative", negativePrompt="low quality, blurry", mustBeAlive=True),
        sdxl("sdxl-negative-empty", "a negative prompt that is given and empty is encoded", negativePrompt=""),
    ]
    listed += [sdxl(f"sdxl-{name}", scheduler=name) for name in SCHEDULERS]
    listed += [
        sdxl("sdxl-turbo-1-step", "SDXL-Turbo's own file: Euler ancestral, trailing; the last step draws noise too",
             steps=1, **turbo),
        sdxl("sdxl-turbo-4-steps", steps=4, **turbo),
        sdxl("sdxl-turbo-euler-1-step", steps=1, scheduler="euler", **turbo),
        sdxl("sdxl-wide", widthPx=104, heightPx=64),
        sdxl("sdxl-clip-skip-2", "the layer before the last is SDXL's own: nothing changes", clipSkip=2),
        sdxl("sdxl-count-2", count=2, scheduler="euler_a"),
        sdxl("sdxl-image", initImage="inputs/given.png", strength=0.6),
        sdxl("sdxl-image-sde", initImage="inputs/given.png", strength=0.8, scheduler="dpmpp_2m_sde"),
        sdxl("sdxl-inpaint", initImage="inputs/given.png", mask="inputs/mask.png", strength=0.7),
    ]
    return listed
