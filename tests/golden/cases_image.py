# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Image to image and inpainting with Stable Diffusion 1, with four and with nine channels."""
from pathlib import Path

import numpy as np
from PIL import Image

from cases_sd1 import NO_SAFETY, sd1
from tiny_models import SCHEDULER_SD1, autoencoder, text_encoder, unet_sd1, write_folder

NINE = "models/sd1-inpaint"


def given_picture(width: int, height: int) -> Image.Image:
    """Slopes, a disc and fine stripes: something that a wrong resize filter shows on."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    disc = (x - 0.6 * width) ** 2 + (y - 0.45 * height) ** 2 < (0.28 * min(width, height)) ** 2
    red = 255 * x / (width - 1)
    green = np.where(disc, 220, 255 * y / (height - 1))
    blue = np.where((x + y) % 6 < 3, 200, 40)
    return Image.fromarray(np.stack([red, green, blue], axis=-1).round().astype(np.uint8))


def soft_mask(width: int, height: int) -> Image.Image:
    """A disc with a soft edge: 127 is kept, 128 is repainted."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    distance = np.hypot(x - 0.4 * width, y - 0.5 * height) / (0.35 * min(width, height))
    return Image.fromarray(np.clip(255 * (1.5 - distance), 0, 255).round().astype(np.uint8))


def make_models(root: Path) -> None:
    write_folder(root / NINE, "StableDiffusionInpaintPipeline",
                 {"unet": unet_sd1(51, in_channels=9), "vae": autoencoder(12), "text_encoder": text_encoder(13)},
                 SCHEDULER_SD1, NO_SAFETY)


def make_inputs(root: Path) -> None:
    (root / "inputs").mkdir(parents=True, exist_ok=True)
    given_picture(64, 64).save(root / "inputs/given.png")
    given_picture(118, 91).save(root / "inputs/given-118x91.png")
    given_picture(45, 37).save(root / "inputs/given-45x37.png")
    given_picture(96, 64).save(root / "inputs/given-96x64.png")
    soft_mask(64, 64).save(root / "inputs/mask.png")
    soft_mask(96, 64).save(root / "inputs/mask-96x64.png")
    soft_mask(118, 91).save(root / "inputs/mask-118x91.png")


def image(name: str, reading: str = "", **fields) -> dict:
    return sd1(name, reading, **{"initImage": "inputs/given.png", "strength": 0.75, **fields})


def inpaint(name: str, reading: str = "", **fields) -> dict:
    return image(name, reading, **{"mask": "inputs/mask.png", "strength": 1.0, **fields})


def cases() -> list[dict]:
    own_size = {"widthPx": None, "heightPx": None}
    listed = [image(f"image-strength-{s}", strength=s) for s in (0.3, 0.75, 1.0)]
    listed += [image(f"image-{name}", scheduler=name)
               for name in ("ddim", "euler", "euler_a", "heun", "dpmpp_2m", "dpmpp_2m_karras", "dpmpp_2m_sde",
                            "unipc", "lcm")]
    listed += [
        image("image-heun-0.3", "a second-order solver counts its steps twice", scheduler="heun", strength=0.3),
        image("image-shrunk", "another size than asked: Pillow's Lanczos to the asked size, 8 bits, before all else",
              initImage="inputs/given-118x91.png", widthPx=96, heightPx=64),
        image("image-grown", initImage="inputs/given-45x37.png"),
        image("image-own-size", "no size asked: the given picture's, each side cut down to a multiple of 8 and resized "
              "to it (45 x 37 gives 40 x 32)", initImage="inputs/given-45x37.png", **own_size),
        image("image-count-2", count=2, scheduler="euler_a"),
        inpaint("inpaint-strength-1", "starts from pure noise; the given picture comes back in at every step",
                mustBeAlive=True),
        inpaint("inpaint-strength-0.6", strength=0.6),
        inpaint("inpaint-wide", initImage="inputs/given-96x64.png", mask="inputs/mask-96x64.png", widthPx=96,
                heightPx=64),
        inpaint("inpaint-shrunk", "picture and mask are resized by Lanczos, then the mask is cut at one half",
                initImage="inputs/given-118x91.png", mask="inputs/mask-118x91.png", widthPx=96, heightPx=64),
    ]
    listed += [inpaint(f"inpaint-{name}", scheduler=name, strength=0.8)
               for name in ("ddim", "euler_a", "heun", "dpmpp_2m_sde", "unipc")]
    listed += [
        inpaint("inpaint-nine-strength-1", model=NINE, mustBeAlive=True),
        inpaint("inpaint-nine-strength-0.6", model=NINE, strength=0.6),
        inpaint("inpaint-nine-euler", model=NINE, scheduler="euler", negativePrompt="blurry"),
        inpaint("inpaint-nine-shrunk", model=NINE, initImage="inputs/given-118x91.png",
                mask="inputs/mask-118x91.png", widthPx=96, heightPx=64),
    ]
    return listed
