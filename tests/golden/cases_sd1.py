# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Stable Diffusion 1: every scheduler, and what a request can ask of a text to image model."""
from pathlib import Path

from reference_runner import SCHEDULERS
from tiny_models import SCHEDULER_SD1, autoencoder, text_encoder, unet_sd1, write_folder, write_json

NO_SAFETY = {"safety_checker": [None, None], "feature_extractor": [None, None], "image_encoder": [None, None],
             "requires_safety_checker": False}
PROMPT = "a photograph of an astronaut riding a red horse"
LONG_PROMPT = ("an oil painting of a castle on a hill at sunset, the light of the moon on the water, a green forest, "
               "highly detailed, portrait of a woman with a hat, snow on the mountain, a quick brown fox, " * 3
               + "and last of all a blue dog that nobody will see")
WORLD_PROMPT = "日本の城 🏯, Ёжик в тумане 🦔✨, مدينة, ΑΒΓ naïve café — 3½ ﬁsh"
SIZE = {"widthPx": 64, "heightPx": 64}


def make_models(root: Path) -> None:
    write_folder(root / "models/sd1", "StableDiffusionPipeline",
                 {"unet": unet_sd1(11), "vae": autoencoder(12), "text_encoder": text_encoder(13)},
                 SCHEDULER_SD1, NO_SAFETY)
    write_json(root / "schedulers/outdated.json",
               {**SCHEDULER_SD1, "_class_name": "DDIMScheduler", "steps_offset": 0, "clip_sample": True})
    write_json(root / "schedulers/linspace-karras.json",
               {**SCHEDULER_SD1, "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "linspace",
                "use_karras_sigmas": True})
    write_json(root / "schedulers/trailing-euler.json",
               {**SCHEDULER_SD1, "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"})
    write_json(root / "schedulers/sample-ddim.json",
               {**SCHEDULER_SD1, "_class_name": "DDIMScheduler", "prediction_type": "sample", "thresholding": True,
                "dynamic_thresholding_ratio": 0.9, "sample_max_value": 1.5})


def sd1(name: str, reading: str = "", model: str = "models/sd1", **fields) -> dict:
    extra = {k: fields.pop(k) for k in ("schedulerConfig", "loras", "mustBeAlive") if k in fields}
    request = {"prompt": PROMPT, "seed": 7, "steps": 6, "guidanceScale": 7.5, **SIZE, **fields}
    request = {k: v for k, v in request.items() if v is not None}
    case = {"name": name, "family": "sd", "model": model, "request": request, **extra}
    return {**case, "reading": reading} if reading else case


def cases() -> list[dict]:
    listed = [sd1("sd1-default", "the scheduler of the model's own file: PNDM, which runs one evaluation more",
                  mustBeAlive=True)]
    listed += [sd1(f"sd1-{name}", scheduler=name, mustBeAlive=True) for name in SCHEDULERS]
    listed += [sd1(f"sd1-{name}-17-steps", scheduler=name, steps=17)
               for name in ("pndm", "euler", "dpmpp_2m", "dpmpp_2m_karras", "unipc")]
    listed += [sd1(f"sd1-{name}-1-step", scheduler=name, steps=1)
               for name in ("ddim", "pndm", "euler", "euler_a", "heun", "dpmpp_2m", "dpmpp_2m_sde", "unipc", "lcm")]
    listed += [
        sd1("sd1-negative", negativePrompt="low quality, blurry, ugly", scheduler="euler"),
        sd1("sd1-guidance-1", "no second pass, the negative prompt is not read", guidanceScale=1.0,
            negativePrompt="ugly", scheduler="euler"),
        sd1("sd1-guidance-0", "as guidance 1: no second pass", guidanceScale=0.0, scheduler="euler"),
        sd1("sd1-long-prompt", "cut after 77 tokens: begin, 75, end", prompt=LONG_PROMPT, scheduler="ddim"),
        sd1("sd1-world-prompt", prompt=WORLD_PROMPT, negativePrompt="ﻼ 👩‍🚀 ’s", scheduler="ddim"),
        sd1("sd1-empty-prompt", prompt="", scheduler="ddim"),
        sd1("sd1-wide", widthPx=96, heightPx=64, scheduler="euler"),
        sd1("sd1-odd-latent", "8 x 13 latents: the upsamplers must follow the skip connections' sizes", widthPx=64,
            heightPx=104, scheduler="euler"),
        sd1("sd1-own-size", "no size asked: sample_size times the autoencoder's factor", widthPx=None, heightPx=None,
            scheduler="euler"),
        sd1("sd1-clip-skip-2", "diffusers' clip_skip=1: the layer before the last, then the final norm", clipSkip=2,
            scheduler="ddim"),
        sd1("sd1-seed-above-32-bits", "torch's CPU generator keeps the low 32 bits: this is seed 7",
            seed=2**32 + 7, scheduler="euler_a"),
        sd1("sd1-seed-largest", "low 32 bits all set", seed=2**64 - 1, scheduler="dpmpp_2m_sde"),
        sd1("sd1-count-2", "a generator of its own for each picture", count=2, scheduler="euler_a"),
        sd1("sd1-outdated-scheduler", "the SD pipelines set steps_offset to 1 and clip_sample to false whatever the "
            "model's file says", schedulerConfig="schedulers/outdated.json"),
        sd1("sd1-linspace-karras", schedulerConfig="schedulers/linspace-karras.json"),
        sd1("sd1-trailing-euler", schedulerConfig="schedulers/trailing-euler.json"),
        sd1("sd1-trailing-dpmpp-2m", scheduler="dpmpp_2m", schedulerConfig="schedulers/trailing-euler.json"),
        sd1("sd1-sample-thresholding", "the model predicts the sample; dynamic thresholding",
            schedulerConfig="schedulers/sample-ddim.json"),
    ]
    return listed
