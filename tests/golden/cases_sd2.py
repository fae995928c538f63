# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Stable Diffusion 2: v-prediction, linear projections, OpenCLIP's text encoder, zero terminal SNR."""
from pathlib import Path

from cases_sd1 import NO_SAFETY, sd1
from reference_runner import SCHEDULERS
from tiny_models import SCHEDULER_SD2, autoencoder, text_encoder, unet_sd1, write_folder, write_json

MODEL = "models/sd2"


def make_models(root: Path) -> None:
    unet = unet_sd1(21, use_linear_projection=True, attention_head_dim=[2, 4, 4], upcast_attention=True)
    # text keys as transformers 5 saves them, without `text_model.`; the tokenizer pads with "!"
    write_folder(root / MODEL, "StableDiffusionPipeline",
                 {"unet": unet, "vae": autoencoder(22), "text_encoder": text_encoder(23, hidden_act="gelu")},
                 SCHEDULER_SD2, NO_SAFETY, published_keys=False, pad="!")
    write_json(root / "schedulers/zero-snr.json",
               {**SCHEDULER_SD2, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"})
    write_json(root / "schedulers/zero-snr-euler.json",
               {**SCHEDULER_SD2, "_class_name": "EulerDiscreteScheduler", "rescale_betas_zero_snr": True,
                "timestep_spacing": "trailing"})


def sd2(name: str, reading: str = "", **fields) -> dict:
    return sd1(name, reading, model=MODEL, **fields)


def cases() -> list[dict]:
    zero_snr = "schedulers/zero-snr.json"
    listed = [sd2("sd2-default", mustBeAlive=True, negativePrompt="ugly")]
    listed += [sd2(f"sd2-{name}", scheduler=name) for name in SCHEDULERS if name != "ddim"]
    listed += [
        sd2("sd2-wide", widthPx=104, heightPx=72),
        sd2("sd2-empty-prompt", "padded with the token '!', not with the end token", prompt=""),
        sd2("sd2-clip-skip-2", "the layer before the last of the layers that the config counts", clipSkip=2),
        sd2("sd2-zero-snr-ddim", schedulerConfig=zero_snr, mustBeAlive=True),
        sd2("sd2-zero-snr-euler", schedulerConfig="schedulers/zero-snr-euler.json", mustBeAlive=True),
    ]
    listed += [sd2(f"sd2-zero-snr-{name}", schedulerConfig=zero_snr, scheduler=name)
               for name in ("euler_a", "dpmpp_2m", "dpmpp_2m_sde", "unipc", "lcm")]
    return listed
