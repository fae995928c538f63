# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes scheduler_steps.json and scheduler_steps.bin: what diffusers' schedulers do with a small made-up model.

Needs torch 2.13 and diffusers 0.42.  Usage: python make_scheduler_goldens.py OUTPUT_FOLDER

scheduler_steps.bin holds little-endian float32. Each case of scheduler_steps.json says where its block begins: the timesteps,
then the sample after each evaluation. tests/inference/tst_Scheduler.cpp repeats model and loop.
"""
import json
import math
import pathlib
import sys
import warnings

import diffusers
import numpy as np
import torch
from diffusers.utils import logging

logging.set_verbosity_error()
warnings.simplefilter("ignore")

CLASSES = {
    "ddim": "DDIMScheduler", "pndm": "PNDMScheduler", "euler": "EulerDiscreteScheduler",
    "euler_a": "EulerAncestralDiscreteScheduler", "heun": "HeunDiscreteScheduler",
    "dpmpp_2m": "DPMSolverMultistepScheduler", "dpmpp_2m_karras": "DPMSolverMultistepScheduler",
    "dpmpp_2m_sde": "DPMSolverMultistepScheduler", "unipc": "UniPCMultistepScheduler", "lcm": "LCMScheduler",
}
EXTRA = {"dpmpp_2m_karras": {"use_karras_sigmas": True}, "dpmpp_2m_sde": {"algorithm_type": "sde-dpmsolver++"}}
NOISY = {"EulerAncestralDiscreteScheduler", "DPMSolverMultistepScheduler", "LCMScheduler"}

# Published scheduler_config.json files, by value.
SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000,
      "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None}
SD15 = {"_class_name": "PNDMScheduler", "clip_sample": False, **SD}
SD2V = {"_class_name": "DDIMScheduler", "clip_sample": False, "prediction_type": "v_prediction", **SD}
SDXL = {"_class_name": "EulerDiscreteScheduler", "clip_sample": False, "interpolation_type": "linear",
        "prediction_type": "epsilon", "sample_max_value": 1.0, "timestep_spacing": "leading",
        "use_karras_sigmas": False, **SD}
TURBO = {"_class_name": "EulerAncestralDiscreteScheduler", "prediction_type": "epsilon",
         "timestep_spacing": "trailing", **SD}


def cases():
    names = list(CLASSES)
    for name in names:  # what most people do
        for steps in (1, 2, 3, 5, 20):
            yield dict(config=SD15, scheduler=name, steps=steps)
        yield dict(config=SD2V, scheduler=name, steps=6)
        yield dict(config=SDXL, scheduler=name, steps=7, shape=[2, 4, 6, 6])
        yield dict(config=TURBO, scheduler=name, steps=4)
        yield dict(config=SD15, scheduler=name, steps=50, shape=[1, 1, 3, 5])
        # An almost empty file: the defaults of the class itself.
        yield dict(config={"_class_name": "DDPMScheduler", "beta_end": 0.015}, scheduler=name, steps=8)
        for begin in (1, 3, 5):
            yield dict(config=SDXL, scheduler=name, steps=6, begin=begin)
        for spacing in ("linspace", "leading", "trailing"):
            config = {**SDXL, "timestep_spacing": spacing}
            yield dict(config=config, scheduler=name, steps=9)
            yield dict(config={**config, "prediction_type": "v_prediction"}, scheduler=name, steps=16)
    for config in (SD15, SD2V, SDXL, TURBO):
        yield dict(config=config, scheduler=None, steps=10)

    zero = {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}
    for name in names:
        yield dict(config={**SD15, **zero}, scheduler=name, steps=5)
        yield dict(config={**SD15, "beta_schedule": "squaredcos_cap_v2"}, scheduler=name, steps=6)
        yield dict(config={**SD15, "beta_schedule": "linear"}, scheduler=name, steps=6)
        if name not in ("pndm", "euler_a"):
            yield dict(config={**SD15, "prediction_type": "sample"}, scheduler=name, steps=6)
    for name in ("ddim", "heun", "lcm"):
        yield dict(config={**SD15, "clip_sample": True}, scheduler=name, steps=6)
        yield dict(config={**SD15, "clip_sample": True, "clip_sample_range": 0.4}, scheduler=name, steps=6)
    for name in ("ddim", "lcm", "dpmpp_2m", "unipc"):
        threshold = {"thresholding": True, "sample_max_value": 1.6, "dynamic_thresholding_ratio": 0.9}
        yield dict(config={**SD15, **threshold}, scheduler=name, steps=6, shape=[2, 3, 4, 4], gain=2.5)
    for name in ("ddim", "pndm"):
        yield dict(config={**SD15, "set_alpha_to_one": True}, scheduler=name, steps=6)
    for steps in (4, 5, 12):
        yield dict(config={**SD15, "skip_prk_steps": False}, scheduler="pndm", steps=steps)
        yield dict(config={**SD15, "skip_prk_steps": False, "prediction_type": "v_prediction",
                           "timestep_spacing": "trailing"}, scheduler="pndm", steps=steps)
    yield dict(config={**SD15, "skip_prk_steps": False}, scheduler="pndm", steps=8, begin=4)

    for name in ("euler", "heun", "dpmpp_2m", "unipc"):
        for ladder in ("use_karras_sigmas", "use_exponential_sigmas"):
            for spacing in ("leading", "linspace", "trailing"):
                yield dict(config={**SDXL, ladder: True, "timestep_spacing": spacing}, scheduler=name, steps=8)
        yield dict(config={**SDXL, "use_karras_sigmas": True, "sigma_min": 0.1, "sigma_max": 9.5},
                   scheduler=name, steps=6)
        yield dict(config={**SDXL, "use_karras_sigmas": True, "beta_schedule": "squaredcos_cap_v2"},
                   scheduler=name, steps=6)
        yield dict(config={**SDXL, "use_karras_sigmas": True}, scheduler=name, steps=1)
        yield dict(config={**SDXL, "final_sigmas_type": "sigma_min"}, scheduler=name, steps=6)
        yield dict(config={**SDXL, "use_karras_sigmas": True, "final_sigmas_type": "sigma_min"},
                   scheduler=name, steps=6)
    # Heun: where the second slope is taken shows with v-prediction only.
    yield dict(config={**SDXL, "use_karras_sigmas": True, "prediction_type": "v_prediction"}, scheduler="heun", steps=6)
    yield dict(config={**SDXL, "beta_schedule": "exp", "timestep_spacing": "leading"}, scheduler="heun", steps=6,
               only="HeunDiscreteScheduler")
    yield dict(config={**SDXL, "interpolation_type": "log_linear", "use_karras_sigmas": True}, scheduler="euler", steps=6)
    yield dict(config={**SDXL, "timestep_type": "continuous", "prediction_type": "v_prediction"},
               scheduler="euler", steps=6)

    for algorithm in ("dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver"):
        final = "sigma_min" if algorithm in ("dpmsolver", "sde-dpmsolver") else "zero"
        for solver in ("midpoint", "heun"):
            for order in (1, 2, 3):
                if algorithm == "sde-dpmsolver" and order == 3:
                    continue
                for steps in (6, 17):
                    config = {**SDXL, "algorithm_type": algorithm, "solver_type": solver, "solver_order": order,
                              "final_sigmas_type": final}
                    yield dict(config=config, scheduler="dpmpp_2m", steps=steps)
        for prediction in ("v_prediction", "sample"):
            yield dict(config={**SDXL, "algorithm_type": algorithm, "final_sigmas_type": final,
                               "prediction_type": prediction}, scheduler="dpmpp_2m", steps=6)
    for tail in ({"euler_at_final": True}, {"lower_order_final": False}, {"use_lu_lambdas": True},
                 {"lambda_min_clipped": -3.0}, {"lambda_min_clipped": -3.0, "timestep_spacing": "trailing"},
                 {"final_sigmas_type": "sigma_min", "lower_order_final": False},
                 {"final_sigmas_type": "sigma_min", "lower_order_final": False, "euler_at_final": True}):
        for steps in (5, 16):
            yield dict(config={**SDXL, "solver_order": 3, **tail}, scheduler="dpmpp_2m", steps=steps)
    yield dict(config={**SDXL, "thresholding": True, "algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min",
                       "sample_max_value": 2.0}, scheduler="dpmpp_2m", steps=6, gain=2.5)

    for solver in ("bh1", "bh2"):
        for order in (1, 2, 3):
            for predict in (True, False):
                for steps in (4, 12):
                    config = {**SDXL, "solver_type": solver, "solver_order": order, "predict_x0": predict}
                    if solver == "bh1" or not predict:  # NaN in the reference with a last sigma of 0
                        config["final_sigmas_type"] = "sigma_min"
                    yield dict(config=config, scheduler="unipc", steps=steps)
    yield dict(config={**SDXL, "disable_corrector": [0, 1, 4]}, scheduler="unipc", steps=8)
    yield dict(config={**SDXL, "solver_order": 3, "lower_order_final": False, "final_sigmas_type": "sigma_min"},
               scheduler="unipc", steps=8)
    for prediction in ("v_prediction", "sample"):
        yield dict(config={**SDXL, "predict_x0": False, "prediction_type": prediction,
                           "final_sigmas_type": "sigma_min"}, scheduler="unipc", steps=6)
    # A solver_type of the other family stands for the usual one.
    yield dict(config={**SDXL, "solver_type": "midpoint"}, scheduler="unipc", steps=6)
    yield dict(config={**SDXL, "solver_type": "bh2"}, scheduler="dpmpp_2m", steps=6)

    flow = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
    for name in ("dpmpp_2m", "dpmpp_2m_sde", "unipc"):
        for shift in (1.0, 3.0):
            for steps in (1, 4, 20):
                yield dict(config={**SDXL, **flow, "flow_shift": shift}, scheduler=name, steps=steps)
        yield dict(config={**SDXL, **flow, "flow_shift": 3.0}, scheduler=name, steps=8, begin=3)
    yield dict(config={**SDXL, **flow, "shift_terminal": 0.1, "_class_name": "UniPCMultistepScheduler"},
               scheduler=None, steps=6)
    yield dict(config={**SDXL, **flow, "use_karras_sigmas": True}, scheduler="unipc", steps=6)
    yield dict(config={**SDXL, **flow, "final_sigmas_type": "sigma_min"}, scheduler="unipc", steps=6)

    yield dict(config={**SD15, "original_inference_steps": 100}, scheduler="lcm", steps=4)
    yield dict(config={**SD15, "timestep_scaling": 3.0}, scheduler="lcm", steps=4)
    yield dict(config={"_class_name": "LCMScheduler", "num_train_timesteps": 700}, scheduler=None, steps=3)
    for name in ("ddim", "euler", "dpmpp_2m"):
        betas = [float(b) for b in np.linspace(0.001, 0.05, 40).round(6)]
        yield dict(config={"_class_name": "DDIMScheduler", "num_train_timesteps": 40, "trained_betas": betas},
                   scheduler=name, steps=5)
    for name in ("ddim", "pndm", "euler", "heun", "dpmpp_2m", "unipc"):
        # 1000 / 49 is not exact: one timestep too many, and that is -1.
        yield dict(config={**SD15, "timestep_spacing": "trailing"}, scheduler=name, steps=49,
                   shape=[1, 1, 1, 3])
    for name in ("euler_a", "dpmpp_2m_sde", "lcm"):  # fewer than 16 values come from another path of the generator
        yield dict(config=SDXL, scheduler=name, steps=4, shape=[1, 1, 2, 3])


def fixed(shape, speed):
    count = math.prod(shape)
    return torch.from_numpy(np.sin(np.arange(count, dtype=np.float64) * speed)).float().reshape(shape)


def run(case):
    config, name = case["config"], case["scheduler"]
    original = getattr(diffusers, config["_class_name"])
    if case.get("only"):
        scheduler = getattr(diffusers, case["only"]).from_config(config)
    else:
        scheduler = original.from_config(config)
        if name:
            scheduler = getattr(diffusers, CLASSES[name]).from_config(scheduler.config, **EXTRA.get(name, {}))
    scheduler.set_timesteps(case["steps"])
    shape = case.setdefault("shape", [1, 2, 3, 3])
    gain = case.setdefault("gain", 1.0)
    begin = case.get("begin", 0) * scheduler.order
    generator = torch.Generator("cpu").manual_seed(1234)
    timesteps = scheduler.timesteps
    case["init"] = float(scheduler.init_noise_sigma)
    if begin:
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(begin)
        sample = scheduler.add_noise(fixed(shape, 0.9), fixed(shape, 2.3), timesteps[begin : begin + 1])
    else:
        sample = fixed(shape, 1.3) * scheduler.init_noise_sigma
    samples = [sample]
    bias = fixed(shape, 0.7)
    accepts = type(scheduler).__name__ in NOISY
    for t in timesteps[begin:]:
        scaled = scheduler.scale_model_input(sample, t)
        output = (scaled * (0.3 * math.cos(0.01 * float(t))) + bias) * gain
        keywords = {"generator": generator} if accepts else {}
        sample = scheduler.step(output, t, sample, **keywords).prev_sample
        samples.append(sample)
    values = torch.stack([s.reshape(-1) for s in samples])
    if not torch.isfinite(values).all():
        raise ValueError(f"not finite: {case}")
    return timesteps.to(torch.float32), values


def timestep_counts():
    """How many timesteps each spacing gives for every number of steps, and their sum."""
    table = []
    for name in ("ddim", "pndm", "euler", "heun", "dpmpp_2m", "unipc", "lcm"):
        for spacing in ("linspace", "leading", "trailing"):
            scheduler = getattr(diffusers, CLASSES[name]).from_config({**SD15, "timestep_spacing": spacing})
            rows = []
            for steps in range(1, 201):
                try:
                    scheduler.set_timesteps(steps)
                    rows.append([len(scheduler.timesteps), round(float(scheduler.timesteps.double().sum()), 2)])
                except (ValueError, IndexError):
                    rows.append(None)
            table.append({"scheduler": name, "spacing": spacing, "rows": rows})
    return table


def main():
    folder = pathlib.Path(sys.argv[1])
    blob, listed, at = [], [], 0
    for case in cases():
        try:
            timesteps, values = run(case)
        except (IndexError, AssertionError) as error:
            # Timesteps that round to the same integer make the reference lose count of its own steps.
            print("skipped", case["config"]["_class_name"], case["scheduler"], case["steps"], repr(error))
            continue
        block = np.concatenate([timesteps.numpy(), values.numpy().reshape(-1)]).astype("<f4")
        case.update(at=at, timesteps=len(timesteps), evaluations=len(values) - 1)
        at += len(block)
        blob.append(block)
        case.pop("only", None)
        listed.append(case)
    np.concatenate(blob).tofile(folder / "scheduler_steps.bin")
    document = {"diffusers": diffusers.__version__, "torch": torch.__version__.split("+")[0], "cases": listed,
                "counts": timestep_counts()}
    text = json.dumps(document, separators=(",", ":")).replace("},{\"config\"", "},\n{\"config\"")
    (folder / "scheduler_steps.json").write_text(text + "\n")
    print(len(listed), "cases", at * 4, "bytes")


main()
