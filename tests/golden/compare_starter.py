#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Draws with the shipped starter in diffusers and in limn, in float32, and tells how far the pictures are apart.

Needs diffusers 0.42 and transformers 5.23.  Usage: python compare_starter.py build/release/limn [resources/starter]
The folder is loaded as it is: this shows that it is a normal StableDiffusionPipeline.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from reference_runner import run_request

PROMPTS = ["two blue owls on a snowy night", "a red car in a city street at night",
           "an apple, a pear and a cup in a room by day", "seekor kucing hitam di pantai saat senja"]


def draw_with_limn(limn: str, model: Path, prompt: str, seed: int, folder: Path) -> np.ndarray:
    out = folder / f"{seed}.png"
    subprocess.run([limn, "generate", prompt, "--model", model, "--seed", str(seed), "--steps", "12",
                    "--guidance-scale", "3", "--width", "128", "--height", "128", "--dtype", "float32", "--device",
                    "cpu", "--output", out], check=True, capture_output=True)
    return np.asarray(Image.open(out).convert("RGB"), dtype=int)


def main():
    limn = sys.argv[1]
    model = Path(sys.argv[2] if len(sys.argv) > 2 else "resources/starter").resolve()
    worst = 0
    with tempfile.TemporaryDirectory() as scratch:
        for seed, prompt in enumerate(PROMPTS, start=1):
            request = {"prompt": prompt, "seed": seed, "steps": 12, "guidanceScale": 3.0, "widthPx": 128,
                       "heightPx": 128}
            theirs = np.asarray(run_request(Path("/"), {"model": str(model).lstrip("/"), "request": request}, "sd")[0],
                                dtype=int)
            ours = draw_with_limn(limn, model, prompt, seed, Path(scratch))
            difference = np.abs(ours - theirs)
            worst = max(worst, difference.max())
            print(f"{prompt}: largest difference {difference.max()} of 255, mean {difference.mean():.4f}")
    sys.exit(0 if worst <= 2 else 1)


if __name__ == "__main__":
    main()
