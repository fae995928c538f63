# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes original_keys.json.z: for SD 1.x, 2.x and SDXL, tiny and at full size, the names and shapes of the original
single file, and which diffusers key each tensor becomes.

Needs torch 2.13, diffusers 0.42, transformers 5.23. No weights are made: the models live on the meta device. The
original names are built here from the configurations; which diffusers key they become is asked of diffusers' own
conversion functions, run on stand-ins that each carry a number of their own.

    python make_original_keys.py [OUTPUT]
"""
import json
import struct
import sys
import zlib
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils as convert
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

UNET = "model.diffusion_model."
VAE = "first_stage_model."
ATTENTION = "CrossAttnDownBlock2D"


def unet(channels, attends, layers=2, depth=1, **config):
    down = tuple(ATTENTION if a else "DownBlock2D" for a in attends)
    up = tuple("CrossAttnUpBlock2D" if a else "UpBlock2D" for a in reversed(attends))
    return UNet2DConditionModel(block_out_channels=channels, down_block_types=down, up_block_types=up,
                                layers_per_block=layers, transformer_layers_per_block=depth, **config)


def vae(channels, layers=2):
    n = len(channels)
    return AutoencoderKL(block_out_channels=channels, layers_per_block=layers, latent_channels=4,
                         down_block_types=("DownEncoderBlock2D",) * n, up_block_types=("UpDecoderBlock2D",) * n)


def text(kind, width, layers, act, ff=None, projection=None, vocab=49408):
    return kind(CLIPTextConfig(vocab_size=vocab, hidden_size=width, intermediate_size=ff or 4 * width,
                               num_hidden_layers=layers, num_attention_heads=width // 64, hidden_act=act,
                               projection_dim=projection or width, bos_token_id=0, eos_token_id=2, pad_token_id=1))


def models():
    """(name, family, U-Net, autoencoder, CLIP-L, OpenCLIP), without the layer that SD 2.x leaves unused."""
    plain, projected = CLIPTextModel, CLIPTextModelWithProjection
    sd1 = dict(cross_attention_dim=768, attention_head_dim=8)
    yield ("sd1", 1, unet((320, 640, 1280, 1280), (1, 1, 1, 0), **sd1), vae((128, 256, 512, 512)),
           text(plain, 768, 12, "quick_gelu"), None)
    yield ("sd1-inpainting", 1, unet((320, 640, 1280, 1280), (1, 1, 1, 0), in_channels=9, **sd1),
           vae((128, 256, 512, 512)), text(plain, 768, 12, "quick_gelu"), None)
    yield ("sd2", 2, unet((320, 640, 1280, 1280), (1, 1, 1, 0), cross_attention_dim=1024, use_linear_projection=True,
                          attention_head_dim=(5, 10, 20, 20)), vae((128, 256, 512, 512)), None,
           text(plain, 1024, 23, "gelu", projection=512))
    xl = dict(use_linear_projection=True, addition_embed_type="text_time")
    yield ("sdxl", 3, unet((320, 640, 1280), (0, 1, 1), depth=(1, 2, 10), cross_attention_dim=2048,
                           attention_head_dim=(5, 10, 20), addition_time_embed_dim=256,
                           projection_class_embeddings_input_dim=2816, **xl), vae((128, 256, 512, 512)),
           text(plain, 768, 12, "quick_gelu"), text(projected, 1280, 32, "gelu", projection=1280))
    yield ("tiny-sd1", 1, unet((32, 64), (1, 0), layers=1, cross_attention_dim=64, attention_head_dim=8),
           vae((32, 64), layers=1), text(plain, 64, 2, "quick_gelu", vocab=300), None)
    yield ("tiny-sd2", 2, unet((64, 128, 128), (1, 1, 0), layers=1, cross_attention_dim=64,
                               use_linear_projection=True, attention_head_dim=(1, 2, 2)), vae((32, 32, 64), layers=1),
           None, text(plain, 64, 2, "gelu", projection=512, vocab=300))
    yield ("tiny-sdxl", 3, unet((64, 128), (0, 1), layers=2, depth=(1, 3), cross_attention_dim=192,
                                attention_head_dim=(1, 2), addition_time_embed_dim=8,
                                projection_class_embeddings_input_dim=80, **xl), vae((32, 64), layers=1),
           text(plain, 64, 2, "quick_gelu", vocab=300), text(projected, 128, 3, "gelu", projection=32, vocab=300))


RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
          "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
UNET_ENDS = {"conv_in": "input_blocks.0.0", "time_embedding.linear_1": "time_embed.0",
             "time_embedding.linear_2": "time_embed.2", "conv_norm_out": "out.0", "conv_out": "out.2",
             "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2"}


def original_unet_name(key, layers, attends):
    """The one original name of a diffusers U-Net key."""
    p = key.split(".")
    if p[0] in ("down_blocks", "up_blocks"):
        level, kind, index, rest = int(p[1]), p[2], int(p[3]), ".".join(p[4:])
        if p[0] == "down_blocks":
            block = f"input_blocks.{1 + level * (layers + 1) + index}"
            if kind == "downsamplers":
                return f"input_blocks.{(level + 1) * (layers + 1)}.0.op." + p[-1]
        else:
            block = f"output_blocks.{level * (layers + 1) + index}"
            if kind == "upsamplers":
                slot = 2 if attends[-1 - level] else 1
                return f"output_blocks.{level * (layers + 1) + layers}.{slot}.conv." + p[-1]
        return f"{block}.1.{rest}" if kind == "attentions" else f"{block}.0.{RESNET[p[4]]}.{p[5]}"
    if p[0] == "mid_block":
        if p[1] == "attentions":
            return "middle_block.1." + ".".join(p[3:])
        return f"middle_block.{2 * int(p[2])}.{RESNET[p[3]]}.{p[4]}"
    return UNET_ENDS[".".join(p[:-1])] + "." + p[-1]


VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def original_vae_name(key, levels):
    p = key.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out").split(".")
    if p[1] == "mid_block":
        if p[2] == "resnets":
            return f"{p[0]}.mid.block_{int(p[3]) + 1}." + ".".join(p[4:])
        return f"{p[0]}.mid.attn_1.{VAE_ATTENTION['.'.join(p[4:-1])]}.{p[-1]}"
    if p[1] in ("down_blocks", "up_blocks"):
        side, level = ("down", int(p[2])) if p[1] == "down_blocks" else ("up", levels - 1 - int(p[2]))
        if p[3] == "resnets":
            return f"{p[0]}.{side}.{level}.block.{p[4]}." + ".".join(p[5:])
        return f"{p[0]}.{side}.{level}.{side}sample.conv.{p[-1]}"
    return ".".join(p)


def open_clip_shapes(model, prefix, extra_layer):
    """OpenCLIP's names; the last layer of SD 2.x's file is one that diffusers drops."""
    c = model.config
    w, ff = c.hidden_size, c.intermediate_size
    shapes = {prefix + "token_embedding.weight": [c.vocab_size, w],
              prefix + "positional_embedding": [c.max_position_embeddings, w],
              prefix + "ln_final.weight": [w], prefix + "ln_final.bias": [w],
              prefix + "text_projection": [w, w if extra_layer else c.projection_dim], prefix + "logit_scale": []}
    for i in range(c.num_hidden_layers + (1 if extra_layer else 0)):
        b = f"{prefix}transformer.resblocks.{i}."
        for name, shape in (("ln_1", [w]), ("ln_2", [w]), ("mlp.c_fc", [ff, w]), ("mlp.c_proj", [w, ff]),
                            ("attn.out_proj", [w, w])):
            shapes[b + name + ".weight"] = shape
            shapes[b + name + ".bias"] = shape[:1]
        shapes[b + "attn.in_proj_weight"] = [3 * w, w]
        shapes[b + "attn.in_proj_bias"] = [3 * w]
    return shapes


def stand_ins(shapes):
    """Small tensors that say which they are: value = 10 * number + row. Names stay, sizes shrink to width 2."""
    made = {}
    for number, (key, shape) in enumerate(shapes.items()):
        small = [1] * len(shape)
        if "in_proj" in key:
            small[0] = 6
        if key.endswith(".text_projection"):
            small = [2, 3]
        values = torch.arange(max(1, small[0] if small else 1), dtype=torch.float64) + 10 * number
        made[key] = values.reshape([-1] + [1] * (len(small) - 1)).expand(small).clone() if small else values[0]
    return made


def pairs_of(converted, shapes, wanted):
    """[component key, file key, transform, first row, end row], checked to cover exactly the wanted keys."""
    names = list(shapes)
    assert set(converted) == set(wanted), (sorted(set(converted) ^ set(wanted))[:10])
    pairs = []
    for key in sorted(converted):
        value = converted[key]
        first = int(value.flatten()[0])
        name = names[first // 10]
        shape, target = shapes[name], list(wanted[key])
        if "in_proj" in name:
            third = shape[0] // 3
            row = (first % 10) // 2 * third
            assert target[0] == third
            pairs.append([key, name, "rows", row, row + third])
        elif name.endswith(".text_projection"):
            assert list(value.shape) == [3, 2] and target == shape[::-1]
            pairs.append([key, name, "transpose", 0, 0])
        elif len(shape) == 4 and len(target) == 2:
            assert value.dim() == 2 and shape == target + [1, 1]
            pairs.append([key, name, "drop", 0, 0])
        else:
            assert shape == target, (key, name, shape, target)
            pairs.append([key, name, "as-is", 0, 0])
    return pairs


def shapes_of(model):
    return {k: list(v.shape) for k, v in model.state_dict().items()}


def published(keys):
    """With the `text_model.` level that published files have and transformers 5 leaves out."""
    return {k if k.startswith(("text_model.", "text_projection.")) else "text_model." + k: v
            for k, v in keys.items()}


def describe(name, family, unet_model, vae_model, clip, open_clip):
    c = unet_model.config
    unet_keys, vae_keys = shapes_of(unet_model), shapes_of(vae_model)
    attends = [t == ATTENTION for t in c.down_block_types]
    file = {UNET + original_unet_name(k, c.layers_per_block, attends): s for k, s in unet_keys.items()}
    for key, shape in vae_keys.items():
        is_linear = ".attentions." in key and len(shape) == 2
        file[VAE + original_vae_name(key, len(vae_model.config.block_out_channels))] = shape + [1, 1] * is_linear
    first, second = (("conditioner.embedders.0.transformer.", "conditioner.embedders.1.model.") if family == 3
                     else ("cond_stage_model.transformer.", "cond_stage_model.model."))
    if clip is not None:
        file.update({first + k: s for k, s in published(shapes_of(clip)).items()})
        file[first + "text_model.embeddings.position_ids"] = [1, 77]
    if open_clip is not None:
        file.update(open_clip_shapes(open_clip, second, family == 2))
    file["betas"] = [1000]
    file["model_ema.num_updates"] = []

    values = stand_ins(file)
    parts = {"unet": pairs_of(convert.convert_ldm_unet_checkpoint(dict(values), c), file, unet_keys),
             "vae": pairs_of(convert.convert_ldm_vae_checkpoint(dict(values), vae_model.config), file, vae_keys)}
    if clip is not None:
        wanted = published(shapes_of(clip))
        made = convert.convert_ldm_clip_checkpoint(dict(values))
        parts["text_encoder"] = pairs_of({k: v for k, v in made.items() if k in wanted}, file, wanted)
    if open_clip is not None:
        wanted = published(shapes_of(open_clip))
        made = convert.convert_open_clip_checkpoint(open_clip, dict(values), second)
        made = {k: v for k, v in made.items() if k in wanted}  # without the layer and the projection of SD 2.x
        parts["text_encoder" if family == 2 else "text_encoder_2"] = pairs_of(made, file, wanted)
    configs = {"unet": dict(c), "vae": dict(vae_model.config)}
    if clip is not None:
        configs["text_encoder"] = clip.config.to_dict()
    if open_clip is not None:
        configs["text_encoder" if family == 2 else "text_encoder_2"] = open_clip.config.to_dict()
    return {"name": name, "family": family, "file": file, "parts": parts, "configs": configs}


def main():
    here = Path(__file__).resolve().parent
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "original_keys.json.z"
    with torch.device("meta"):
        made = list(models())
    described = [describe(*m) for m in made]
    for d in described:
        print(d["name"], len(d["file"]), {k: len(v) for k, v in d["parts"].items()})
    text_bytes = json.dumps({"models": described}, separators=(",", ":"), default=str).encode()
    # The layout that Qt's qUncompress reads: the length, then a zlib stream.
    output.write_bytes(struct.pack(">I", len(text_bytes)) + zlib.compress(text_bytes, 9))
    print(output.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
