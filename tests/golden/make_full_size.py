# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes a full-size Stable Diffusion 1.5 with random weights and the picture that diffusers draws with it.

Needs torch 2.13 (CPU), diffusers 0.42, transformers 5.23, about 9 GB of memory and 4.5 GB of disk. Writes
    OUT/sd15_fp16/                     diffusers folder (also what the speed comparison loads)
    OUT/sd15_original_fp16.safetensors the same weights in the original layout
and into tests/golden: recipes/sd15.json (the formula of the weights) and pictures/full-size-sd15.png.

    python make_full_size.py OUT --vocabulary bpe_simple_vocab_16e6.txt.gz
"""
import argparse
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

from reference_runner import spread
from single_file_models import fill_modules, real_vocabulary, real_tokenizer, recipe_of, scheduler_from
from tiny_models import SCHEDULER_SD1, publish_text_keys, write_json
from tiny_tokenizer import write_tokenizer
from weight_recipe import RecipeTensor, write_recipe

GOLDEN = Path(__file__).resolve().parent
PROMPT = "a photograph of an astronaut riding a red horse"


def modules() -> dict:
    unet = UNet2DConditionModel(
        sample_size=64, cross_attention_dim=768, attention_head_dim=8, layers_per_block=2,
        block_out_channels=(320, 640, 1280, 1280))
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=512,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
    text = CLIPTextModel(CLIPTextConfig(
        vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
        max_position_embeddings=77, hidden_act="quick_gelu", projection_dim=768, bos_token_id=0, eos_token_id=2,
        pad_token_id=1))
    return {"model.diffusion_model.": ("unet", unet.eval()), "first_stage_model.": ("vae", vae.eval()),
            "cond_stage_model.transformer.": ("clip", text.eval())}


def save_original(file: Path, tensors: list[RecipeTensor]) -> None:
    """float16, values exact. One tensor at a time, so that no third copy of the model is in memory as fp32."""
    save_file({t.name: t.values() if t.type else t.values().half() for t in tensors}, file,
              metadata={"format": "pt"})


def save_folder(folder: Path, pipe: StableDiffusionPipeline, vocabulary: Path) -> None:
    index = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.42.1",
             "safety_checker": [None, None], "feature_extractor": [None, None], "requires_safety_checker": False}
    for name, model in (("unet", pipe.unet), ("vae", pipe.vae), ("text_encoder", pipe.text_encoder)):
        model.half().save_pretrained(folder / name)
        index[name] = ["transformers" if name == "text_encoder" else "diffusers", type(model).__name__]
    publish_text_keys(folder / "text_encoder")
    write_tokenizer(folder / "tokenizer")
    vocab, merges = real_vocabulary(vocabulary)
    (folder / "tokenizer/vocab.json").write_text(json.dumps(vocab))
    (folder / "tokenizer/merges.txt").write_text(
        "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    write_json(folder / "scheduler/scheduler_config.json", SCHEDULER_SD1)
    index["tokenizer"] = ["transformers", "CLIPTokenizer"]
    index["scheduler"] = ["diffusers", SCHEDULER_SD1["_class_name"]]
    write_json(folder / "model_index.json", index)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vocabulary", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    parts = modules()
    tensors = recipe_of(parts)
    fill_modules(parts, tensors)
    unet, vae, text = (module for _, module in parts.values())
    pipe = StableDiffusionPipeline(
        vae=vae, text_encoder=text, tokenizer=real_tokenizer(options.vocabulary), unet=unet,
        scheduler=scheduler_from(SCHEDULER_SD1), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    request = {"prompt": PROMPT, "seed": 7, "steps": 3, "guidanceScale": 7.5, "widthPx": 256, "heightPx": 256,
               "scheduler": "pndm"}
    picture = pipe(PROMPT, num_inference_steps=3, guidance_scale=7.5, width=256, height=256,
                   generator=torch.Generator("cpu").manual_seed(7)).images[0]
    print("spread", spread(picture), flush=True)
    assert spread(picture) > 25
    (GOLDEN / "pictures").mkdir(exist_ok=True)
    picture.save(GOLDEN / "pictures/full-size-sd15.png", optimize=True)
    write_recipe(GOLDEN / "recipes/sd15.json", tensors)
    write_json(GOLDEN / "full-size.json", {"version": 1, "cases": [
        {"name": "full-size-sd15", "family": "sd", "recipe": "recipes/sd15.json", "recipeType": "F16",
         "request": request, "group": "full-size", "pictures": ["pictures/full-size-sd15.png"]}]})
    save_folder(options.out / "sd15_fp16", pipe, options.vocabulary)
    del pipe, unet, vae, text
    parts.clear()
    save_original(options.out / "sd15_original_fp16.safetensors", tensors)


if __name__ == "__main__":
    main()
