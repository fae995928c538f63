# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Answers a request (fields named as in core/engine/Engine.h) with diffusers, fp32 on the CPU."""
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import diffusers
import numpy as np
import torch
from PIL import Image

warnings.filterwarnings("ignore")
diffusers.utils.logging.set_verbosity_error()
diffusers.utils.logging.disable_progress_bar()

# What `--scheduler NAME` means: X.from_config(the model's scheduler config), these arguments added.
SCHEDULERS = {
    "ddim": ("DDIMScheduler", {}),
    "pndm": ("PNDMScheduler", {}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler_a": ("EulerAncestralDiscreteScheduler", {}),
    "heun": ("HeunDiscreteScheduler", {}),
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {}),
    "dpmpp_2m_karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "dpmpp_2m_sde": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "lcm": ("LCMScheduler", {}),
}
PIPELINES = {  # family: (text to image, image to image, inpaint)
    "sd": ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"),
    "sdxl": ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
    "lcm": ("LatentConsistencyModelPipeline", "LatentConsistencyModelImg2ImgPipeline", None),
}


def use_scheduler_config(folder: Path, config: Path) -> None:
    """Another scheduler_config.json for the same model. model_index.json names the class and must agree."""
    shutil.copy(config, folder / "scheduler/scheduler_config.json")
    index = json.loads((folder / "model_index.json").read_text())
    index["scheduler"][1] = json.loads(config.read_text())["_class_name"]
    (folder / "model_index.json").write_text(json.dumps(index))


def load_pipeline(root: Path, case: dict, family: str):
    request = case["request"]
    if "single" in case:  # built from its recipe, with the configuration that must be derived
        from cases_single import make_pipeline
        return with_request(root, case, make_pipeline(case["single"]))
    kind = 2 if "mask" in request else 1 if "initImage" in request else 0
    pipeline_class = getattr(diffusers, PIPELINES[family][kind])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        shutil.copytree(root / case["model"], folder)
        if "schedulerConfig" in case:
            use_scheduler_config(folder, root / case["schedulerConfig"])
        pipe = pipeline_class.from_pretrained(folder, torch_dtype=torch.float32)
    return with_request(root, case, pipe)


def with_request(root: Path, case: dict, pipe):
    """The request's scheduler and the case's LoRAs."""
    request = case["request"]
    pipe.set_progress_bar_config(disable=True)
    if "scheduler" in request:
        name, arguments = SCHEDULERS[request["scheduler"]]
        pipe.scheduler = getattr(diffusers, name).from_config(pipe.scheduler.config, **arguments)
    for i, lora in enumerate(case.get("loras", [])):
        pipe.load_lora_weights(root / lora["file"], adapter_name=f"lora{i}")
    if case.get("loras"):
        pipe.set_adapters([f"lora{i}" for i in range(len(case["loras"]))], [x["scale"] for x in case["loras"]])
    return pipe


def picture_arguments(root: Path, request: dict, given: Image.Image | None, pipe) -> dict:
    """Sizes and pictures. Image to image has no size arguments in diffusers: the given picture decides (each side cut
    down to a multiple of 8, resized by Lanczos). A size in the request therefore means: resize to it first."""
    size = (request.get("widthPx"), request.get("heightPx"))
    if given is None or "mask" in request:
        sizes = {"width": size[0], "height": size[1]} if size[0] else {}
        if given is None:
            return sizes
        mask = Image.open(root / request["mask"]).convert("L")
        return {**sizes, "image": given, "mask_image": mask, "strength": request["strength"]}
    if size[0] and given.size != size:
        given = given.resize(size, Image.Resampling.LANCZOS)
    return {"image": given, "strength": request["strength"]}


def composite(root: Path, request: dict, painted: Image.Image, given: Image.Image) -> Image.Image:
    """Outside the binarised mask the given picture's own pixels, exactly."""
    mask = Image.open(root / request["mask"]).convert("L")
    if mask.size != painted.size:
        mask = mask.resize(painted.size, Image.Resampling.LANCZOS)
    if given.size != painted.size:
        given = given.resize(painted.size, Image.Resampling.LANCZOS)
    keep = (np.asarray(mask) < 128)[..., None]  # 128 / 255 is the first level that is >= 0.5
    return Image.fromarray(np.where(keep, np.asarray(given), np.asarray(painted)))


def run_request(root: Path, case: dict, family: str, pipe=None) -> list[Image.Image]:
    request = case["request"]
    pipe = pipe or load_pipeline(root, case, family)
    given = Image.open(root / request["initImage"]).convert("RGB") if "initImage" in request else None
    arguments = {"prompt": request["prompt"], "output_type": "pil"}
    for ours, theirs in (("steps", "num_inference_steps"), ("guidanceScale", "guidance_scale"),
                         ("negativePrompt", "negative_prompt")):
        if ours in request:
            arguments[theirs] = request[ours]
    skip = request.get("clipSkip", 1)
    if skip > 1 and family != "sdxl":  # SDXL reads the layer before the last already: 2 changes nothing there
        arguments["clip_skip"] = skip - 1
        if hasattr(pipe.text_encoder, "final_layer_norm"):
            # transformers 5 took away the level that diffusers 0.42 still asks for here
            pipe.text_encoder.__dict__["text_model"] = pipe.text_encoder
    arguments.update(picture_arguments(root, request, given, pipe))
    pictures = []
    for i in range(request.get("count", 1)):
        # one generator per picture, as a batch of consecutive seeds is defined
        generator = torch.Generator("cpu").manual_seed((request["seed"] + i) % 2**64)
        painted = pipe(**arguments, generator=generator).images[0]
        pictures.append(composite(root, request, painted, given) if "mask" in request else painted)
    return pictures


def spread(picture: Image.Image) -> float:
    return float(np.asarray(picture, dtype=np.float64).std())


def moved(a: Image.Image, b: Image.Image, levels: int = 4) -> float:
    """Share of the pixels of which some channel differs by more than `levels`."""
    difference = np.abs(np.asarray(a, dtype=np.int16) - np.asarray(b, dtype=np.int16))
    return float((difference.max(axis=-1) > levels).mean())


def assert_stable(root: Path, case: dict, family: str, pictures: list[Image.Image]) -> None:
    """Other kernels and another order of summation must give the same picture, or nobody else's engine can."""
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    pipe = load_pipeline(root, case, family)
    pipe.unet.to(memory_format=torch.channels_last)
    pipe.vae.to(memory_format=torch.channels_last)
    again = run_request(root, case, family, pipe)
    torch.set_num_threads(threads)
    for picture, other in zip(pictures, again):
        difference = np.abs(np.asarray(picture, dtype=np.int16) - np.asarray(other, dtype=np.int16))
        share = float((difference > 1).mean())
        assert share < 0.001, (case["name"], "rounding moves this picture", share, int(difference.max()))


def assert_alive(root: Path, case: dict, family: str) -> None:
    """A reference proves something only if the picture has contrast and depends on seed, prompt and step count."""
    pipe = load_pipeline(root, case, family)
    picture = run_request(root, case, family, pipe)[0]
    assert spread(picture) > 25, (case["name"], "flat", spread(picture))
    ends = np.isin(np.asarray(picture), (0, 255)).mean()
    assert ends < 0.4, (case["name"], "saturated", ends)
    request = case["request"]
    for change in ({"seed": request["seed"] + 1}, {"prompt": "blue horse, green sea"}, {"steps": request["steps"] + 2}):
        other = run_request(root, {**case, "request": {**request, **change}}, family, pipe)[0]
        assert moved(picture, other) > 0.3, (case["name"], change, moved(picture, other))
    print(json.dumps({"alive": case["name"], "spread": round(spread(picture), 1), "saturated": round(float(ends), 3)}))
