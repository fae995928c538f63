# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Single files in the original layout. They carry no configuration: what must be derived from the header is

    SD 1    conv proj_in: 8 heads everywhere; CLIP-L: quick_gelu, heads of width 64; PNDM, epsilon
    SD 2    linear proj_in: heads of width 64; OpenCLIP: gelu, one layer fewer than the file has; DDIM, v-prediction,
            tokens padded with "!"
    SDXL    linear proj_in, label_emb: text_time with (inputs - pooled) / 6 features a time id; CLIP-L and OpenCLIP with
            projection; Euler, leading; zeros for an absent negative prompt; scaling factor 0.13025
    all     32 groups in every GroupNorm; CLIP's own vocabulary

The files are recipes (weight_recipe.py); the values are exact in fp16, bf16 and fp32, so one picture serves all three.
"""
import gzip
import io
import os
from pathlib import Path

import diffusers
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from cases_sd1 import sd1
from single_file_models import fill_modules, real_tokenizer, recipe_of, scheduler_from
from tiny_models import SCHEDULER_SD1, SCHEDULER_SD2, SCHEDULER_SDXL
from weight_recipe import RecipeTensor, write_recipe

CLASSES = {"sd15": diffusers.StableDiffusionPipeline, "sd2": diffusers.StableDiffusionPipeline,
           "sdxl": diffusers.StableDiffusionXLPipeline}


def vocabulary_file() -> Path:
    default = Path.home() / ".cache/limn/clip/bpe_simple_vocab_16e6.txt.gz"
    return Path(os.environ.get("LIMN_CLIP_VOCAB", default))


def unet(**changes) -> UNet2DConditionModel:
    return UNet2DConditionModel(**{"sample_size": 64, "layers_per_block": 2, **changes}).eval()


def vae(scaling: float) -> AutoencoderKL:
    return AutoencoderKL(block_out_channels=(32,) * 4, layers_per_block=2, latent_channels=4, sample_size=512,
                         scaling_factor=scaling, down_block_types=("DownEncoderBlock2D",) * 4,
                         up_block_types=("UpDecoderBlock2D",) * 4).eval()


def text(kind=CLIPTextModel, **changes) -> torch.nn.Module:
    values = dict(vocab_size=49408, hidden_size=64, intermediate_size=128, num_hidden_layers=2,
                  num_attention_heads=1, max_position_embeddings=77, hidden_act="quick_gelu", projection_dim=64,
                  bos_token_id=0, eos_token_id=2, pad_token_id=1)
    return kind(CLIPTextConfig(**{**values, **changes})).eval()


def parts_sd15() -> dict:
    return {"model.diffusion_model.": ("unet", unet(block_out_channels=(32,) * 4, cross_attention_dim=64,
                                                    attention_head_dim=8)),
            "first_stage_model.": ("vae", vae(0.18215)), "cond_stage_model.transformer.": ("clip", text())}


def parts_sd2() -> dict:
    return {"model.diffusion_model.": ("unet", unet(block_out_channels=(64, 64, 128, 128), cross_attention_dim=64,
                                                    attention_head_dim=[1, 1, 2, 2], use_linear_projection=True)),
            "first_stage_model.": ("vae", vae(0.18215)),
            "cond_stage_model.model.": ("open_clip", text(hidden_act="gelu"))}


def parts_sdxl() -> dict:
    network = unet(
        block_out_channels=(64, 64, 128), cross_attention_dim=192, attention_head_dim=[1, 1, 2],
        use_linear_projection=True, transformer_layers_per_block=[1, 1, 2], addition_embed_type="text_time",
        addition_time_embed_dim=256, projection_class_embeddings_input_dim=6 * 256 + 96, sample_size=128,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"))
    second = text(CLIPTextModelWithProjection, hidden_act="gelu", hidden_size=128, intermediate_size=256,
                  num_hidden_layers=3, num_attention_heads=2, projection_dim=96)
    return {"model.diffusion_model.": ("unet", network), "first_stage_model.": ("vae", vae(0.13025)),
            "conditioner.embedders.0.transformer.": ("clip", text(num_hidden_layers=3)),
            "conditioner.embedders.1.model.": ("open_clip", second)}


def plain(name: str, shape: list[int], type: str = "") -> RecipeTensor:
    return RecipeTensor(name, shape, 1, -6, type=type)


def baggage(kind: str, tensors: list[RecipeTensor]) -> list[RecipeTensor]:
    """What else real files carry. The moving averages differ from the weights: whoever takes them is found out."""
    schedule = [plain(name, [1000], "F32") for name in ("betas", "alphas_cumprod", "sqrt_alphas_cumprod")]
    if kind == "sd15":
        ema = [RecipeTensor("model_ema." + t.name.removeprefix("model.").replace(".", ""), t.shape, t.m, t.e, t.offset)
               for t in tensors if t.name.startswith("model.diffusion_model.")]
        positions = RecipeTensor("cond_stage_model.transformer.text_model.embeddings.position_ids", [1, 77], type="I64")
        return schedule + [positions, plain("model_ema.decay", [], "F32"), *ema]
    if kind == "sd2":
        # the last layer, which is never run, and what only CLIP's own training needs
        last = [RecipeTensor(t.name.replace("resblocks.1.", "resblocks.2."), t.shape, t.m, t.e, t.offset)
                for t in tensors if "resblocks.1." in t.name]
        root = "cond_stage_model.model."
        return schedule + last + [plain(root + "text_projection", [64, 64]), plain(root + "logit_scale", [], "F32")]
    positions = "conditioner.embedders.0.transformer.text_model.embeddings.position_ids"
    return [RecipeTensor(positions, [1, 77], type="I64"), plain("conditioner.embedders.1.model.logit_scale", [], "F32")]


def build(kind: str) -> tuple[dict, list[RecipeTensor]]:
    parts = {"sd15": parts_sd15, "sd2": parts_sd2, "sdxl": parts_sdxl}[kind]()
    tensors = recipe_of(parts)
    fill_modules(parts, tensors)
    return parts, tensors


def make_pipeline(kind: str):
    parts, _ = build(kind)
    modules = [module for _, module in parts.values()]
    tokenizer = real_tokenizer(vocabulary_file(), "!" if kind == "sd2" else "<|endoftext|>")
    common = {"unet": modules[0], "vae": modules[1], "text_encoder": modules[2], "tokenizer": tokenizer}
    if kind == "sdxl":
        pipe = CLASSES[kind](**common, text_encoder_2=modules[3], tokenizer_2=real_tokenizer(vocabulary_file(), "!"),
                             scheduler=scheduler_from(SCHEDULER_SDXL), add_watermarker=False)
    else:
        scheduler = scheduler_from(SCHEDULER_SD2 if kind == "sd2" else SCHEDULER_SD1)
        pipe = CLASSES[kind](**common, scheduler=scheduler, safety_checker=None, feature_extractor=None,
                             requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def write_pickle(file: Path, tensors: list[RecipeTensor]) -> None:
    """An old .ckpt: torch.save of a dict with "state_dict" and what a trainer leaves beside it, gzip over it."""
    weights = {t.name: t.values() if t.type else t.values().half() for t in tensors
               if not t.name.startswith("model_ema.diffusion")}
    buffer = io.BytesIO()
    torch.save({"epoch": 3, "global_step": 470000, "pytorch-lightning_version": "1.4.2", "state_dict": weights,
                "callbacks": {}, "lr_schedulers": [{"last_epoch": 3, "base_lrs": [1e-4]}]}, buffer)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(buffer.getvalue(), 9, mtime=0))


def make_models(root: Path) -> None:
    for kind in CLASSES:
        _, tensors = build(kind)
        tensors += baggage(kind, tensors)
        write_recipe(root / f"recipes/tiny-{kind}.json", tensors)
        if kind == "sd15":
            write_pickle(root / "models/tiny-sd15.ckpt.gz", tensors)


def single(name: str, kind: str, type: str, reading: str = "", **fields) -> dict:
    case = sd1(name, reading, **fields)
    del case["model"]
    case["family"] = "sdxl" if kind == "sdxl" else "sd"
    case["single"] = kind
    return {**case, "recipe": f"recipes/tiny-{kind}.json", "recipeType": type}


def cases() -> list[dict]:
    pickled = single("single-sd15-ckpt", "sd15", "F16", "the same weights in a pickle")
    del pickled["recipe"], pickled["recipeType"]
    pickled["packed"] = "models/tiny-sd15.ckpt.gz"
    listed = [single(f"single-{kind}-{type.lower()}", kind, type, mustBeAlive=type == "F16")
              for kind in CLASSES for type in ("F16", "BF16", "F32")]
    return listed + [
        pickled,
        single("single-sd15-world-prompt", "sd15", "F16", scheduler="euler_a",
               prompt="日本の城 🏯, Ёжик в тумане 🦔✨, مدينة, ΑΒΓ naïve café — 3½ ﬁsh it's 2024!!!",
               negativePrompt="ugly, blurry's   <|endoftext|> end"),
        single("single-sd2-negative", "sd2", "F16", negativePrompt="ugly", scheduler="euler"),
        single("single-sdxl-negative", "sdxl", "F16", negativePrompt="ugly", widthPx=96),
    ]
