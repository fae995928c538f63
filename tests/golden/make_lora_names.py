# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes lora_names.json.z: LoRA files in every naming, as names and shapes, with the modules that they change.

Needs torch 2.13, diffusers 0.42, transformers 5.23, peft. The adapters are added by peft to the tiny models of
make_original_keys.py; the names come from diffusers' own save and conversion functions where it has them.

    python make_lora_names.py [OUTPUT]
"""
import json
import re
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from diffusers.loaders.lora_base import _pack_dict_with_prefix
from diffusers.loaders.lora_conversion_utils import (_convert_non_diffusers_lora_to_diffusers,
                                                     _maybe_map_sgm_blocks_to_diffusers)
from diffusers.utils.state_dict_utils import convert_state_dict_to_diffusers, convert_state_dict_to_kohya
from peft import LoraConfig, inject_adapter_in_model
from peft.utils import get_peft_model_state_dict
from safetensors import safe_open

from make_original_keys import describe, models

UNET_MODULES = ["to_q", "to_k", "to_v", "to_out.0", "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2",
                "conv_shortcut", "time_emb_proj", "conv_in", "conv_out", "linear_1", "linear_2", "downsamplers.0.conv",
                "upsamplers.0.conv"]
TEXT_MODULES = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"]
RANK = 4


def with_level(component, module):
    is_text = component.startswith("text_encoder")
    return module if not is_text or module.startswith(("text_model.", "text_projection")) else "text_model." + module


def adapters(parts):
    """component -> its peft state dict; parts maps component -> model."""
    made = {}
    for component, model in parts.items():
        targets = UNET_MODULES if component == "unet" else TEXT_MODULES
        config = LoraConfig(r=RANK, lora_alpha=6, target_modules=targets, init_lora_weights="gaussian")
        inject_adapter_in_model(config, model, adapter_name="default")
        made[component] = (get_peft_model_state_dict(model, adapter_name="default"), config)
    return made


def expected_of(made):
    expected = []
    for component, (state, _) in made.items():
        for name in state:
            if ".lora_A." in name:
                module = name.split(".lora_A.")[0]
                expected.append([component, with_level(component, module), RANK])
    return sorted(expected)


def shapes(state):
    return {k: list(v.shape) for k, v in state.items()}


def prefixed(made):
    return {f"{c}.{k}": v for c, (state, _) in made.items() for k, v in state.items()}


def saved(made, pipeline, folder):
    arguments, metadata = {}, {}
    for component, (state, config) in made.items():
        arguments[f"{component}_lora_layers"] = state
        metadata[f"{component}_lora_adapter_metadata"] = {k: sorted(v) if isinstance(v, set) else v
                                                          for k, v in config.to_dict().items()}
    pipeline.save_lora_weights(folder, **arguments, **metadata)
    with safe_open(Path(folder) / "pytorch_lora_weights.safetensors", "pt") as file:
        return {k: list(file.get_slice(k).get_shape()) for k in file.keys()}, file.metadata()


def processor_names(made):
    """What diffusers saved before 0.17: attention processors, and projections of text encoders without it."""
    file, expected = {}, []
    for component, (state, _) in made.items():
        for name, value in state.items():
            m = re.fullmatch(r"(.*\.attn\d)\.(to_q|to_k|to_v|to_out\.0)\.lora_([AB])\.weight", name)
            t = re.fullmatch(r"(.*self_attn)\.(q|k|v|out)_proj\.lora_([AB])\.weight", name)
            if m and component == "unet":
                side = "down" if m[3] == "A" else "up"
                file[f"unet.{m[1]}.processor.{m[2].removesuffix('.0')}_lora.{side}.weight"] = list(value.shape)
            elif t:
                side = "down" if t[3] == "A" else "up"
                file[f"{component}.{with_level(component, t[1])}.to_{t[2]}_lora.{side}.weight"] = list(value.shape)
            else:
                continue
            if side == "down":
                expected.append([component, with_level(component, name.split(".lora_A")[0]), RANK])
    return file, sorted(expected)


def kohya_names(made, rename):
    """kohya's names, with alpha = 2: lora_unet_<module, dots as underscores>."""
    file = {}
    prefixes = {"unet": "lora_unet_", "text_encoder_2": "lora_te2_",
                "text_encoder": "lora_te1_" if "text_encoder_2" in made else "lora_te_"}
    for component, (state, _) in made.items():
        for name, value in state.items():
            module, side = re.fullmatch(r"(.*)\.lora_([AB])\.weight", name).groups()
            flat = prefixes[component] + rename(component, with_level(component, module)).replace(".", "_")
            file[f"{flat}.lora_{'down' if side == 'A' else 'up'}.weight"] = value
            file[f"{flat}.alpha"] = value.new_tensor(2.0)
    return file


def check_with_diffusers(file, config, expected):
    """diffusers reads block names of the original implementation, inside blocks only and without convolutions."""
    inner = {k: v for k, v in file.items() if "_transformer_blocks_" in k or "lora_te" in k}
    mapped = _maybe_map_sgm_blocks_to_diffusers(dict(inner), config)
    converted, _ = _convert_non_diffusers_lora_to_diffusers(mapped)
    known = {f"{c}.{m}" for c, m, _ in expected}
    for name in converted:
        if ".down." in name and name.startswith("unet."):
            module = re.sub(r"(\.lora\.down|_lora\.down)\.weight$", "", name).replace(".processor", "")
            module = re.sub(r"\.to_out$", ".to_out.0", module)
            assert module in known, name


def cases():
    for name, family, unet, vae, clip, open_clip in models():
        if name not in ("tiny-sd1", "tiny-sdxl"):
            continue
        golden = describe(name, family, unet, vae, clip, open_clip)
        parts = {"unet": unet, "text_encoder": clip}
        if open_clip is not None:
            parts["text_encoder_2"] = open_clip
        made = adapters(parts)
        expected = expected_of(made)
        pipeline = StableDiffusionXLPipeline if open_clip is not None else StableDiffusionPipeline
        with tempfile.TemporaryDirectory() as folder:
            file, metadata = saved(made, pipeline, folder)
        yield {"name": f"{name}-peft-saved", "model": name, "file": file, "metadata": metadata, "alpha": 6,
               "expected": expected}
        flat = shapes(convert_state_dict_to_kohya(prefixed(made)))
        if open_clip is None:  # diffusers writes "te1" for a single text encoder too
            assert any(k.startswith("lora_te1_") for k in flat)
        yield {"name": f"{name}-kohya-by-diffusers", "model": name, "file": flat, "expected": expected,
               "alphaTensors": True}
        file = shapes(kohya_names(made, lambda component, module: module))
        yield {"name": f"{name}-kohya", "model": name, "file": file, "expected": expected, "alphaTensors": True}
        old = {}
        for component, (state, _) in made.items():
            old.update(_pack_dict_with_prefix(convert_state_dict_to_diffusers(dict(state)), component))
        yield {"name": f"{name}-diffusers", "model": name, "file": shapes(old), "expected": expected}
        file, attention_only = processor_names(made)
        yield {"name": f"{name}-processors", "model": name, "file": file, "expected": attention_only}
        if family == 3:
            originals = {p[0].removesuffix(".weight"): p[1].removeprefix("model.diffusion_model.").removesuffix(".weight")
                         for p in golden["parts"]["unet"] if p[0].endswith(".weight")}
            file = kohya_names(made, lambda c, m: originals[m] if c == "unet" else m)
            check_with_diffusers(file, unet.config, expected)
            yield {"name": f"{name}-kohya-original-blocks", "model": name, "file": shapes(file), "expected": expected,
                   "alphaTensors": True}


def main():
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "lora_names.json.z"
    made = list(cases())
    for case in made:
        print(case["name"], len(case["file"]), len(case["expected"]))
    text_bytes = json.dumps({"cases": made}, separators=(",", ":")).encode()
    output.write_bytes(struct.pack(">I", len(text_bytes)) + zlib.compress(text_bytes, 9))
    print(output.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
