# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes tests/golden/layers: what whole pictures do not show, layer by layer, in fp32.

Needs torch 2.13 (CPU), diffusers 0.42 and transformers 5.23, and the models that make_pipelines.py made. Each file
holds `weights.KEY` (unless it tests one of those models), inputs `in.NAME` and outputs `out.NAME`.
The inputs of the layers with a GroupNorm are about 0.002 large, so that its epsilon (1e-5 or 1e-6) shows.

    python make_layers.py [--out FOLDER]
"""
import argparse
from pathlib import Path

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.models.embeddings import TimestepEmbedding, get_timestep_embedding
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModelWithProjection
from transformers.activations import ACT2FN

from tiny_models import enliven, generator_for

SMALL = 0.002
GOLDEN = Path(__file__).resolve().parent


def noise(name: str, *shape: int, scale: float = 1.0) -> torch.Tensor:
    return torch.randn(shape, generator=generator_for(71, name)) * scale


def save(out: Path, name: str, module, inputs: dict, outputs: dict) -> None:
    tensors = {f"in.{k}": v for k, v in inputs.items()} | {f"out.{k}": v for k, v in outputs.items()}
    if module is not None:
        tensors |= {f"weights.{k}": v for k, v in module.state_dict().items() if not k.endswith("position_ids")}
    out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().contiguous() for k, v in tensors.items()}, out / f"{name}.safetensors")


def functions(out: Path) -> None:
    x = torch.cat([torch.linspace(-6, 6, 49), torch.tensor([0.0, -0.0, 30.0, -30.0])])
    names = {"silu": "silu", "gelu": "gelu", "quick_gelu": "quick_gelu", "gelu_tanh": "gelu_pytorch_tanh",
             "relu": "relu"}
    save(out, "activations", None, {"x": x}, {ours: ACT2FN[theirs](x) for ours, theirs in names.items()})
    steps = torch.tensor([0.0, 1.0, 20.5, 499.0, 999.0])
    outputs = {f"flip{int(flip)}_shift{shift}": get_timestep_embedding(
        steps, 32, flip_sin_to_cos=flip, downscale_freq_shift=shift) for flip in (True, False) for shift in (0, 1)}
    save(out, "sinusoids", None, {"timesteps": steps}, outputs)
    embedding = TimestepEmbedding(32, 48, cond_proj_dim=16).eval()
    enliven(embedding, 72)
    sample, condition = noise("sample", 3, 32), noise("condition", 3, 16)
    save(out, "timestep_embedding", embedding, {"sample": sample, "condition": condition},
         {"plain": embedding(sample), "conditioned": embedding(sample, condition)})


def blocks(out: Path) -> None:
    x = noise("resnet", 2, 8, 5, 7, scale=SMALL)
    time = noise("resnet time", 2, 24)
    unet_block = ResnetBlock2D(in_channels=8, out_channels=16, temb_channels=24, groups=4, eps=1e-5).eval()
    enliven(unet_block, 73)
    save(out, "resnet_unet", unet_block, {"x": x, "time": time}, {"y": unet_block(x, time)})
    vae_block = ResnetBlock2D(in_channels=8, out_channels=8, temb_channels=None, groups=4, eps=1e-6).eval()
    enliven(vae_block, 74)
    save(out, "resnet_vae", vae_block, {"x": x}, {"y": vae_block(x, None)})
    context = noise("context", 2, 11, 12)
    tokens = noise("transformer", 2, 16, 5, 7, scale=SMALL)
    for name, linear in (("transformer_conv", False), ("transformer_linear", True)):
        model = Transformer2DModel(num_attention_heads=4, attention_head_dim=4, in_channels=16, num_layers=2,
                                   norm_num_groups=4, cross_attention_dim=12, use_linear_projection=linear).eval()
        enliven(model, 75)
        y = model(tokens, encoder_hidden_states=context, return_dict=False)[0]
        save(out, name, model, {"x": tokens, "context": context}, {"y": y})


def text_encoder(out: Path) -> None:
    """The two rules for the pooled token: config eos 2 = at the largest id; else at the first eos."""
    ids = torch.tensor([[0, 5, 59, 7, 40, 8, 40, 59], [0, 1, 2, 3, 4, 5, 6, 40]])
    for name, eos, act in (("clip_eos_legacy", 2, "quick_gelu"), ("clip_eos_40", 40, "gelu")):
        model = CLIPTextModelWithProjection(CLIPTextConfig(
            vocab_size=60, hidden_size=16, intermediate_size=32, num_hidden_layers=3, num_attention_heads=2,
            max_position_embeddings=16, hidden_act=act, projection_dim=12, bos_token_id=0, eos_token_id=eos,
            pad_token_id=1)).eval()
        enliven(model, 76)
        result = model(ids, output_hidden_states=True)
        outputs = {f"hidden_{i}": h for i, h in enumerate(result.hidden_states)}
        save(out, name, model, {"ids": ids},
             {**outputs, "last": result.last_hidden_state, "pooled": result.text_embeds})


def autoencoders(root: Path, out: Path) -> None:
    model = AutoencoderKL(block_out_channels=(8, 12), layers_per_block=1, norm_num_groups=4, latent_channels=4,
                          down_block_types=("DownEncoderBlock2D",) * 2,
                          up_block_types=("UpDecoderBlock2D",) * 2).eval()
    enliven(model, 77, [("coder.conv_in.weight", SMALL)])
    with torch.no_grad():
        model.encoder.conv_in.bias.mul_(SMALL)
        model.decoder.conv_in.bias.mul_(SMALL)
    pixels = noise("pixels", 1, 3, 14, 18).clamp(-1, 1)
    latents = noise("latents", 1, 4, 5, 7)
    moments = model.encode(pixels).latent_dist
    save(out, "autoencoder", model, {"pixels": pixels, "latents": latents},
         {"mean": moments.mean, "logvar": moments.logvar, "decoded": model.decode(latents).sample})
    tiny = AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4).eval()
    enliven(tiny, 78)
    tiny.half().save_pretrained(root / "models/taesd")
    tiny.float()
    pixels = noise("tiny pixels", 1, 3, 40, 24).clamp(-1, 1)
    latents = noise("tiny latents", 1, 4, 5, 3, scale=2.0)
    save(out, "autoencoder_tiny", None, {"pixels": pixels, "latents": latents},
         {"encoded": tiny.encode(pixels).latents, "decoded": tiny.decode(latents).sample})


def unets(root: Path, out: Path) -> None:
    """One evaluation of every tiny UNet, at an odd size."""
    for name in ("sd1", "sd2", "sdxl", "lcm", "sd1-inpaint"):
        unet = UNet2DConditionModel.from_pretrained(root / "models" / name / "unet", torch_dtype=torch.float32).eval()
        config = unet.config
        inputs = {"sample": noise(name, 2, config.in_channels, 7, 9), "timesteps": torch.tensor([981.0, 21.5]),
                  "context": noise(name + " context", 2, 77, config.cross_attention_dim)}
        extra = {}
        if config.addition_embed_type == "text_time":
            inputs["time_ids"] = torch.tensor([[64.0, 96, 0, 0, 64, 96], [512.0, 768, 8, 16, 256, 384]])
            pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
            inputs["text_embeds"] = noise(name + " pooled", 2, pooled)
            extra["added_cond_kwargs"] = {"time_ids": inputs["time_ids"], "text_embeds": inputs["text_embeds"]}
        if config.time_cond_proj_dim:
            inputs["timestep_cond"] = extra["timestep_cond"] = noise(name + " guidance", 2, config.time_cond_proj_dim)
        y = unet(inputs["sample"], inputs["timesteps"], inputs["context"], return_dict=False, **extra)[0]
        save(out, f"unet-{name}", None, inputs, {"y": y})


def full_models(root: Path, out: Path) -> None:
    """Text encoder and autoencoder of the tiny SD 1, as their pipelines load them."""
    pipe = StableDiffusionPipeline.from_pretrained(root / "models/sd1", torch_dtype=torch.float32)
    ids = pipe.tokenizer("a red cat 🦊", padding="max_length", max_length=77, return_tensors="pt").input_ids
    result = pipe.text_encoder(ids, output_hidden_states=True)
    outputs = {f"hidden_{i}": h for i, h in enumerate(result.hidden_states)}
    save(out, "text-sd1", None, {"ids": ids}, {**outputs, "last": result.last_hidden_state})


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=GOLDEN)
    root = parser.parse_args().out
    torch.set_num_threads(1)
    out = root / "layers"
    functions(out)
    blocks(out)
    text_encoder(out)
    autoencoders(root, out)
    unets(root, out)
    full_models(root, out)


if __name__ == "__main__":
    main()
