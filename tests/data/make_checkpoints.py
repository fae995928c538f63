# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes the small well-formed model files that tst_Safetensors and tst_PickleIndex read.

Needs torch 2.13 and safetensors 0.8. Usage: make_checkpoints.py FOLDER
Tensor values are arange(count) unless said otherwise, so a reader's places and strides can be checked.
"""
import collections
import pathlib
import sys
import types

import torch
from safetensors.torch import save_file


def ramp(*shape, dtype=torch.float32):
    count = 1
    for size in shape:
        count *= size
    return torch.arange(count).reshape(shape).to(dtype)


def training_checkpoint():
    """As pytorch_lightning wrote Stable Diffusion 1.x: a class as a key, numpy scalars, optimizer states."""
    lightning = types.ModuleType("pytorch_lightning.callbacks.model_checkpoint")
    ModelCheckpoint = type("ModelCheckpoint", (), {})
    ModelCheckpoint.__module__ = lightning.__name__
    lightning.ModelCheckpoint = ModelCheckpoint
    parsing = types.ModuleType("pytorch_lightning.utilities.parsing")
    AttributeDict = type("AttributeDict", (dict,), {})
    AttributeDict.__module__ = parsing.__name__
    parsing.AttributeDict = AttributeDict
    for module in ["pytorch_lightning", "pytorch_lightning.callbacks", "pytorch_lightning.utilities"]:
        sys.modules[module] = types.ModuleType(module)
    sys.modules[lightning.__name__] = lightning
    sys.modules[parsing.__name__] = parsing
    import numpy

    state = collections.OrderedDict()
    state["model.diffusion_model.out.2.weight"] = ramp(4, 3, dtype=torch.float16)
    state["betas"] = torch.nn.Parameter(ramp(5))
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return {
        "epoch": 6,
        "global_step": 470000,
        "pytorch-lightning_version": "1.4.2",
        "state_dict": state,
        "callbacks": {ModelCheckpoint: {"best_model_score": numpy.float64(0.25), "monitor": "val/loss"}},
        "optimizer_states": [{"state": {0: {"step": 1, "exp_avg": ramp(4, 3)}}, "param_groups": [{"lr": 1e-4}]}],
        "hyper_parameters": AttributeDict(linear_start=0.00085),
        "big": 1 << 80,
    }


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    base = ramp(6, 4)
    plain = {
        "f32": ramp(2, 3),
        "f16": ramp(3, dtype=torch.float16),
        "bf16": ramp(3, dtype=torch.bfloat16),
        "f64": ramp(2, dtype=torch.float64),
        "i64": ramp(2, dtype=torch.int64),
        "i32": ramp(2, dtype=torch.int32),
        "i16": ramp(2, dtype=torch.int16),
        "i8": ramp(2, dtype=torch.int8),
        "u8": ramp(2, dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(7.0),
        "empty": torch.empty(0, 4),
        "parameter": torch.nn.Parameter(ramp(2, 2)),
        "view.rows": base[2:4],
        "view.transposed": base.t(),
        "view.stepped": base[::2, 1],
        "shared": base,
        "f8": ramp(4).to(torch.float8_e4m3fn),
        "u16": ramp(4).to(torch.uint16),
        "complex": torch.ones(2, dtype=torch.complex64),
    }
    torch.save(plain, folder / "plain.pt")
    torch.save({k: v for k, v in plain.items() if k not in ("f8", "u16")}, folder / "legacy.pt",
               _use_new_zipfile_serialization=False)
    torch.save(training_checkpoint(), folder / "training.ckpt")
    torch.save({"params": {"a.weight": ramp(2), "inner": {"b": ramp(3)}}, "step": 12, "name": "cat",
                "list": [1, 2.5, None]}, folder / "nested.bin")
    torch.save(ramp(3), folder / "only_tensor.pt")
    torch.save(torch.nn.Linear(2, 2), folder / "module.pt")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), str(folder / "script.pt"))
    save_file({
        "z.f16": ramp(3, dtype=torch.float16),
        "a.u8": ramp(5, dtype=torch.uint8),
        "b.f32": ramp(2, 3),
        "a.f32": ramp(1),
        "i64": ramp(2, dtype=torch.int64),
        "bf16": ramp(2, dtype=torch.bfloat16),
        "f64": ramp(1, dtype=torch.float64),
        "i32": ramp(2, dtype=torch.int32),
        "i16": ramp(1, dtype=torch.int16),
        "i8": ramp(2, dtype=torch.int8),
        "bool": torch.tensor([True, False, True]),
        "umlaut \u00e4\n": torch.empty(0, 2),
    }, folder / "reference.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
