# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""A flow-matching UNet in a plain StableDiffusionPipeline folder, in the shapes of Limn's starter: eight latent
channels at scale 1, an autoencoder without attention, 32 tokens, attention on one of two levels.

StableDiffusionPipeline asks its scheduler for scale_model_input and init_noise_sigma, which FlowMatchEulerDiscrete
does not have, so such a folder names a multistep solver with flow_prediction and use_flow_sigmas.
"""
import json
from pathlib import Path

from cases_sd1 import NO_SAFETY, sd1
from tiny_models import autoencoder, text_encoder, unet_sd1, write_folder, write_json
from tiny_tokenizer import vocabulary

MODEL = "models/flow"
TOKENS = 32
SCHEDULER = {"_class_name": "DPMSolverMultistepScheduler", "_diffusers_version": "0.42.1", "num_train_timesteps": 1000,
             "prediction_type": "flow_prediction", "use_flow_sigmas": True, "flow_shift": 1.0, "solver_order": 2}


def shorten_prompts(folder: Path) -> None:
    file = folder / "tokenizer/tokenizer_config.json"
    config = json.loads(file.read_text())
    file.write_text(json.dumps({**config, "model_max_length": TOKENS}, indent=2) + "\n")


def make_models(root: Path) -> None:
    unet = unet_sd1(81, in_channels=8, out_channels=8, block_out_channels=(16, 24), attention_head_dim=[2, 3],
                    use_linear_projection=True, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
                    up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
                    extra_gains=[("conv_out", 1.6), ("attn2.to_out", 4.0)])
    vae = autoencoder(82, latent_channels=8, scaling_factor=1.0, mid_block_add_attention=False, force_upcast=False)
    size = len(vocabulary()[0])
    text = text_encoder(83, max_position_embeddings=TOKENS, bos_token_id=size - 2, eos_token_id=size - 1,
                        pad_token_id=size - 1)
    write_folder(root / MODEL, "StableDiffusionPipeline", {"unet": unet, "vae": vae, "text_encoder": text}, SCHEDULER,
                 NO_SAFETY)
    shorten_prompts(root / MODEL)
    write_json(root / "schedulers/flow-unipc.json", {**SCHEDULER, "_class_name": "UniPCMultistepScheduler"})
    write_json(root / "schedulers/flow-shift-3.json", {**SCHEDULER, "flow_shift": 3.0})


def flow(name: str, reading: str = "", **fields) -> dict:
    return sd1(name, reading, model=MODEL, **{"guidanceScale": 3.0, **fields})


def cases() -> list[dict]:
    unipc = "schedulers/flow-unipc.json"
    long_prompt = "a red cat and a blue dog in the snow at sunset, " * 5
    return [
        flow("flow-default", "the folder's own solver, eight latent channels", mustBeAlive=True),
        flow("flow-unipc", schedulerConfig=unipc, mustBeAlive=True),
        flow("flow-shift-3", schedulerConfig="schedulers/flow-shift-3.json"),
        flow("flow-12-steps", steps=12),
        flow("flow-1-step", steps=1),
        flow("flow-unipc-12-steps", steps=12, schedulerConfig=unipc),
        flow("flow-unipc-named", "by name the other solver takes over prediction type and sigmas", scheduler="unipc"),
        flow("flow-sde-named", scheduler="dpmpp_2m_sde"),
        flow("flow-long-prompt", "cut at this tokenizer's 32 tokens", prompt=long_prompt, negativePrompt="low quality"),
        flow("flow-wide", widthPx=96, heightPx=64),
        flow("flow-image", "noise is mixed in as (1 - sigma) x + sigma noise", initImage="inputs/given.png",
             strength=0.6),
    ]
