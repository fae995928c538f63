# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Weights by formula, so that a large model file is a small list of names that Python and C++ fill alike.

Element i of tensor NAME is  offset + odd * m * 2^e  with  odd = 2 * (mix(fnv1a(NAME) + i mod period) >> 61) - 7,
fnv1a the 64-bit FNV-1a hash and mix the SplitMix64 finaliser (Steele, Lea, Flood 2014). m is 1 or 3, so every value is
exact in bfloat16, float16 and float32: the three variants of a file must give the same picture.
tests/support/WeightRecipe.h is the other implementation.
"""
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

LEVELS_STD = math.sqrt(21.0)  # of the odd numbers -7 ... 7


def fnv1a(name: str) -> int:
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value


def mix(state: np.ndarray) -> np.ndarray:
    z = state + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@dataclass
class RecipeTensor:
    name: str
    shape: list[int]
    m: int = 1
    e: int = 0
    offset: int = 0
    period: int = 0    # 0 = none; the token table repeats, so that a committed pickle stays small
    type: str = ""     # "" = the file's type; "F32" or "I64" where files always have that

    def values(self) -> torch.Tensor:
        count = math.prod(self.shape)
        if self.type == "I64":
            return torch.arange(count, dtype=torch.int64).reshape(self.shape)
        index = np.arange(min(count, self.period) if self.period else count, dtype=np.uint64)
        odd = (mix(index + np.uint64(fnv1a(self.name))) >> np.uint64(61)).astype(np.float32) * 2 - 7
        filled = (odd * np.float32(self.m * 2.0**self.e) + np.float32(self.offset)).astype(np.float32)
        if self.period:
            filled = np.resize(filled, count)
        return torch.from_numpy(filled).reshape(self.shape)


def step_for(deviation: float) -> tuple[int, int]:
    """The (m, e) whose values come nearest to the wanted standard deviation."""
    wanted = deviation / LEVELS_STD
    choices = [(m, e) for m in (1, 3) for e in range(-24, 4)]
    return min(choices, key=lambda c: abs(math.log(c[0] * 2.0 ** c[1] / wanted)))


def write_recipe(path: Path, tensors: list[RecipeTensor]) -> None:
    """One line a tensor: name, shape, m, e, offset, period, type."""
    lines = [json.dumps([t.name, t.shape, t.m, t.e, t.offset, t.period, t.type]) for t in tensors]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"version": 1, "tensors": [\n' + ",\n".join(lines) + "\n]}\n")
