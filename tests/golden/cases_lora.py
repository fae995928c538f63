# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""LoRAs in every spelling. The pictures come from diffusers' own loader; the script also merges the weights by hand
and asserts the same picture, so that neither reading can be wrong alone."""
from pathlib import Path

import numpy as np

from cases_sd1 import sd1
from cases_sdxl import sdxl
from reference_runner import load_pipeline, moved, run_request
from tiny_loras import make_pairs, merge, write_kohya, write_kohya_original, write_old_diffusers, write_peft

SCALE = 0.6


def spelled(case: dict, write, pick=lambda pair: True, **pairs) -> dict:
    return {"case": case, "write": write, "pick": pick, "pairs": pairs}


def plans() -> list[dict]:
    targets = {"unet": ["to_k", "to_out.0", "to_q", "to_v"],
               "text_encoder": ["k_proj", "out_proj", "q_proj", "v_proj"]}
    metadata = {f"{part}.{key}": value for part, modules in targets.items()
                for key, value in {"r": 3, "lora_alpha": 6, "target_modules": modules}.items()}
    kohya_sdxl = dict(seed=64, rank=2, alpha=1.0, strength=0.9)
    return [
        spelled(sd1("lora-kohya", "alpha 2 of rank 4: half the strength"), write_kohya,
                seed=61, rank=4, alpha=2.0, strength=0.9),
        spelled(sd1("lora-peft", "no alpha in the file: alpha is the rank"), write_peft,
                seed=62, rank=3, alpha=3.0, strength=0.4),
        spelled(sd1("lora-peft-metadata", "alpha 6 of rank 3, in the header's lora_adapter_metadata"),
                lambda file, made: write_peft(file, made, metadata), lambda p: "attn" in p.module,
                seed=63, rank=3, alpha=6.0, strength=0.3),
        spelled(sd1("lora-old-diffusers"), write_old_diffusers,
                lambda p: ".to_" in p.module or "self_attn" in p.module, seed=66, rank=2, alpha=2.0, strength=0.5),
        spelled(sdxl("sdxl-lora-kohya", "both text encoders; the UNet's modules by diffusers' names"), write_kohya,
                **kohya_sdxl),
        spelled(sdxl("sdxl-lora-kohya-original", "the UNet's modules by the original layout's names"),
                write_kohya_original, **kohya_sdxl),
        spelled(sdxl("sdxl-lora-peft"), write_peft, lambda p: "attn" in p.module,
                seed=65, rank=2, alpha=2.0, strength=0.6),
    ]


def make_models(root: Path) -> None:
    for plan in plans():
        case = plan["case"]
        plain = load_pipeline(root, case, case["family"])
        parts = {name: getattr(plain, name) for name in ("unet", "text_encoder", "text_encoder_2")
                 if hasattr(plain, name)}
        pairs = [p for p in make_pairs(parts, **plan["pairs"]) if plan["pick"](p)]
        file = f"loras/{case['name']}.safetensors"
        if plan["write"] is write_kohya_original:
            write_kohya_original(root / file, pairs, plain.unet.config)
        else:
            plan["write"](root / file, pairs)
        without = run_request(root, case, case["family"], plain)[0]
        merge(plain, pairs, SCALE)
        merged = run_request(root, case, case["family"], plain)[0]
        loaded = run_request(root, {**case, "loras": [{"file": file, "scale": SCALE}]}, case["family"])[0]
        assert moved(without, merged) > 0.3, case["name"]
        near = np.abs(np.asarray(merged, dtype=np.int16) - np.asarray(loaded, dtype=np.int16)).max()
        assert near <= 1, (case["name"], "diffusers' loader and the merged weights disagree", near)


def cases() -> list[dict]:
    single = [{**plan["case"], "loras": [{"file": f"loras/{plan['case']['name']}.safetensors", "scale": SCALE}]}
              for plan in plans()]
    both = [{"file": "loras/lora-kohya.safetensors", "scale": 0.4},
            {"file": "loras/lora-peft.safetensors", "scale": -0.7}]
    return single + [{**sd1("lora-two", "two at once, one of them negative"), "loras": both}]
