# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes the tiny models and the reference pictures of tests/golden, and their index cases.json.

Needs torch 2.13 (CPU), diffusers 0.42, transformers 5.23, peft and Pillow. Deterministic: a second run on the same
kind of machine gives the same files.

    python make_pipelines.py [--out FOLDER] [--group NAME ...]     (default: this folder, every group)
"""
import argparse
import json
import shutil
from pathlib import Path

import torch

import cases_flow
import cases_image
import cases_lcm
import cases_lora
import cases_sd1
import cases_sd2
import cases_sdxl
import cases_single
from reference_runner import assert_alive, assert_stable, run_request

GROUPS = {"sd1": cases_sd1, "sd2": cases_sd2, "sdxl": cases_sdxl, "lcm": cases_lcm, "image": cases_image,
          "lora": cases_lora, "single": cases_single, "flow": cases_flow}


def make_group(name: str, root: Path) -> list[dict]:
    group = GROUPS[name]
    group.make_models(root)
    cases = group.cases()
    for case in cases:
        case["group"] = name
        if case.pop("mustBeAlive", False):
            assert_alive(root, case, case["family"])
        pictures = run_request(root, case, case["family"])
        assert_stable(root, case, case["family"], pictures)
        case["pictures"] = []
        for i, picture in enumerate(pictures):
            file = f"pictures/{case['name']}{f'-{i}' if len(pictures) > 1 else ''}.png"
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            picture.save(root / file, optimize=True)
            case["pictures"].append(file)
        print(case["name"], flush=True)
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--group", nargs="*", default=list(GROUPS), choices=list(GROUPS))
    options = parser.parse_args()
    torch.set_num_threads(1)  # the references do not depend on how many cores made them

    index_file = options.out / "cases.json"
    kept = []
    if index_file.exists():
        kept = [c for c in json.loads(index_file.read_text())["cases"] if c["group"] not in options.group]
    cases_image.make_inputs(options.out)
    made = [case for name in options.group for case in make_group(name, options.out)]
    cases = sorted(kept + made, key=lambda c: list(GROUPS).index(c["group"]))
    versions = {"torch": "2.13", "diffusers": "0.42", "transformers": "5.23", "device": "cpu", "dtype": "float32"}
    index_file.write_text(json.dumps({"version": 1, "madeWith": versions, "cases": cases}, indent=1,
                                     ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(options.out / "__pycache__", ignore_errors=True)


if __name__ == "__main__":
    main()
