# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Latent consistency models: guidance as an embedding, no second pass."""
from pathlib import Path

from cases_sd1 import NO_SAFETY, sd1
from tiny_models import SD_BETAS, autoencoder, text_encoder, unet_sd1, write_folder, write_json

MODEL = "models/lcm"
SCHEDULER = {"_class_name": "LCMScheduler", "_diffusers_version": "0.22.0.dev0", **SD_BETAS, "clip_sample": False,
             "clip_sample_range": 1.0, "dynamic_thresholding_ratio": 0.995, "original_inference_steps": 50,
             "prediction_type": "epsilon", "rescale_betas_zero_snr": False, "sample_max_value": 1.0,
             "set_alpha_to_one": True, "steps_offset": 0, "thresholding": False, "timestep_spacing": "leading",
             "trained_betas": None}


def make_models(root: Path) -> None:
    write_folder(root / MODEL, "LatentConsistencyModelPipeline",
                 {"unet": unet_sd1(41, [("time_embedding.cond_proj", 8.0)], time_cond_proj_dim=32),
                  "vae": autoencoder(12), "text_encoder": text_encoder(13)}, SCHEDULER, NO_SAFETY)
    write_json(root / "schedulers/lcm-clip-sample.json", {**SCHEDULER, "clip_sample": True, "clip_sample_range": 1.5})


def lcm(name: str, reading: str = "", **fields) -> dict:
    return {**sd1(name, reading, model=MODEL, **{"steps": 4, "guidanceScale": 8.5, **fields}), "family": "lcm"}


def cases() -> list[dict]:
    return [
        lcm("lcm-default", mustBeAlive=True),
        lcm("lcm-guidance-1", "another embedding; still one pass", guidanceScale=1.0),
        lcm("lcm-1-step", steps=1),
        lcm("lcm-8-steps", steps=8),
        lcm("lcm-wide", widthPx=96, heightPx=72),
        lcm("lcm-clip-sample", "the LCM pipeline leaves clip_sample as the file has it",
            schedulerConfig="schedulers/lcm-clip-sample.json"),
        lcm("lcm-image", "the LCM pipeline gives the strength to the scheduler's set_timesteps",
            initImage="inputs/given.png", strength=0.6),
    ]
