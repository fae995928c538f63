# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Times diffusers the way `limn bench --json` times Limn, so that the two can be laid side by side.

Needs torch 2.13, diffusers 0.42, transformers 5.23 and a Stable Diffusion folder (tests/golden/make_full_size.py makes
one). Run it and `limn bench` in turn on an idle machine and compare seconds as well as the share of the probe's peak:
on a shared machine only the second is worth anything.

    python bench_diffusers.py FOLDER [--dtype bfloat16 float32] [--width 512] [--height 512] [--steps 3] [--threads 2]

Prints one JSON object a data type. "guided" is a step with both passes as one batch of two, as diffusers runs it.
"""
import argparse
import json
import statistics
import time
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline
from diffusers.utils import logging
from torch.utils.flop_counter import FlopCounterMode

logging.set_verbosity_error()
logging.disable_progress_bar()
DTYPES = {"bfloat16": torch.bfloat16, "float32": torch.float32}
PROMPT = "a photograph of an astronaut riding a red horse"


def seconds(work, repeats: int) -> dict[str, float]:
    """One call to warm up, then the least and the median."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return {"least": min(taken), "median": statistics.median(taken)}


def probe(dtype: torch.dtype) -> float:
    """FLOP/s of a product of two 2048 x 2048 matrices: what this machine gives at this moment."""
    a, b = torch.randn(2048, 2048).to(dtype), torch.randn(2048, 2048).to(dtype)
    return 2 * 2048**3 / seconds(lambda: a @ b, 6)["least"]


def memory() -> dict[str, int]:
    """Peak resident and present anonymous bytes of this process."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return {"peak_memory_bytes": int(lines["VmHWM"].split()[0]) * 1024,
            "anonymous_memory_bytes": int(lines["RssAnon"].split()[0]) * 1024}


def load(folder: Path, dtype: torch.dtype) -> tuple[StableDiffusionPipeline, float]:
    start = time.perf_counter()
    pipe = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=dtype, safety_checker=None,
                                                   requires_safety_checker=False)
    pipe.unet.to(memory_format=torch.channels_last)
    pipe.vae.to(memory_format=torch.channels_last)
    pipe.set_progress_bar_config(disable=True)
    return pipe, time.perf_counter() - start


@torch.inference_mode()
def measure(folder: Path, name: str, width: int, height: int, repeats: int) -> dict:
    dtype = DTYPES[name]
    before = probe(dtype)
    pipe, load_seconds = load(folder, dtype)
    latents = torch.randn(1, 4, height // 8, width // 8, dtype=dtype).contiguous(memory_format=torch.channels_last)
    embedded = pipe.encode_prompt(PROMPT, "cpu", 1, True, "")
    both = torch.cat([embedded[1], embedded[0]])
    two = torch.cat([latents, latents]).contiguous(memory_format=torch.channels_last)
    step = torch.tensor(500)

    def guided():
        out = pipe.unet(two, step, encoder_hidden_states=both, return_dict=False)[0].chunk(2)
        return out[0] + 7.5 * (out[1] - out[0])

    with FlopCounterMode(display=False) as counter:
        guided()
    times = {
        "guided": seconds(guided, repeats),
        "plain": seconds(lambda: pipe.unet(latents, step, encoder_hidden_states=embedded[0], return_dict=False),
                         repeats),
        "decode": seconds(lambda: pipe.vae.decode(latents, return_dict=False), repeats),
        "encode": seconds(lambda: pipe.encode_prompt(PROMPT, "cpu", 1, True, ""), max(5, repeats)),
    }
    after = probe(dtype)
    flops = counter.get_total_flops()
    return {
        "program": "diffusers", "model": str(folder), "device": "cpu", "dtype": name, "width": width,
        "height": height, "threads": torch.get_num_threads(),
        "probe": {"flops_per_second_before": before, "flops_per_second_after": after},
        "seconds_per_step": {"guided": times["guided"]["median"], "plain": times["plain"]["median"]},
        "seconds_per_step_least": {"guided": times["guided"]["least"], "plain": times["plain"]["least"]},
        "seconds": {"load": load_seconds, "encode": times["encode"]["median"], "decode": times["decode"]["median"]},
        "flops_per_guided_step": flops,
        "share_of_peak": flops / times["guided"]["median"] / max(before, after), **memory()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dtype", nargs="+", default=list(DTYPES), choices=list(DTYPES))
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--height", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3, help="how often each part is timed")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for name in options.dtype:
        print(json.dumps(measure(options.folder, name, options.width, options.height, options.steps)), flush=True)


if __name__ == "__main__":
    main()
