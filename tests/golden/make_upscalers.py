# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes tests/golden/upscalers: tiny compact ESRGANs in the ways people's files hold them, and what torch enlarges
with them.

Needs torch 2.13 (CPU) and Pillow. Read by tests/inference/tst_Upscaler.cpp.

    python make_upscalers.py [--out FOLDER]

The network is written here from the paper's description (arXiv 2107.10833): convolutions with PReLU, a pixel shuffle,
and the enlarged input added.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from cases_image import given_picture
from tiny_models import generator_for


class Compact(nn.Module):
    def __init__(self, features: int, convolutions: int, scale: int):
        super().__init__()
        layers = [nn.Conv2d(3, features, 3, 1, 1), nn.PReLU(features)]
        for _ in range(convolutions):
            layers += [nn.Conv2d(features, features, 3, 1, 1), nn.PReLU(features)]
        layers += [nn.Conv2d(features, 3 * scale * scale, 3, 1, 1)]
        self.body = nn.ModuleList(layers)
        self.scale = scale

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = x
        for layer in self.body:
            out = layer(out)
        repeated = functional.interpolate(x, scale_factor=self.scale, mode="nearest")
        return functional.pixel_shuffle(out, self.scale) + repeated


@torch.no_grad()
def network(seed: int, features: int, convolutions: int, scale: int) -> Compact:
    """Strong enough that its detail shows: several levels, everywhere, and different for neighbours."""
    model = Compact(features, convolutions, scale).eval()
    for name, value in model.named_parameters():
        noise = torch.randn(value.shape, generator=generator_for(seed, name))
        fan_in = value[0].numel() if value.dim() == 4 else 1
        value.copy_(0.25 + 0.2 * noise if value.shape == (features,) and "weight" in name else 0.9 * noise / fan_in**0.5
                    if value.dim() == 4 else 0.05 * noise)
    model.body[-1].weight.mul_(0.25)
    return model


@torch.no_grad()
def enlarge(model: Compact, picture: Image.Image) -> Image.Image:
    pixels = torch.from_numpy(np.asarray(picture)).permute(2, 0, 1)[None].float() / 255
    out = model(pixels).clamp(0, 1)[0].permute(1, 2, 0)
    repeated = torch.from_numpy(np.asarray(picture.resize(out.shape[1::-1], Image.Resampling.NEAREST))).float() / 255
    assert (out - repeated).abs().mean() > 0.02, "the network must change the picture"
    return Image.fromarray((out * 255).round().byte().numpy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().out / "upscalers"
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    picture = given_picture(45, 37)
    double, fourfold, other = network(91, 8, 3, 2), network(92, 12, 2, 4), network(93, 12, 2, 4)
    save_file(double.state_dict(), folder / "x2.safetensors")
    save_file({"params." + k: v.half() for k, v in fourfold.state_dict().items()}, folder / "x4-half.safetensors")
    torch.save({"params": other.state_dict(), "params_ema": fourfold.state_dict()}, folder / "x4.pth")
    picture.save(folder / "given.png", optimize=True)
    enlarge(double, picture).save(folder / "x2.png", optimize=True)
    enlarge(fourfold, picture).save(folder / "x4.png", optimize=True)


if __name__ == "__main__":
    main()
