# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Limn beside diffusers on one machine, in turn, in one run, with a probe of the machine before and after each.

    python side_by_side.py LIMN FOLDER [--dtype bfloat16 float32] [--size 512] [--steps 3] [--rounds 2] [--json FILE]

FOLDER is a Stable Diffusion diffusers folder, random weights do (tests/golden/make_full_size.py makes one). Prints one
row a figure: the best of all rounds of each program, their ratio, and the bar where the issue sets one. The share of the
probe's peak (eta) stands beside, because on a shared machine seconds alone say little. "picture" is what twenty steps
would take: both prompts encoded, twenty guided steps, one decode.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BARS = {("bfloat16", "guided step"): 0.75, ("bfloat16", "decode"): 0.9, ("bfloat16", "encode"): 1.0,
        ("bfloat16", "picture"): 1.0, ("float32", "guided step"): 1.0, ("float32", "decode"): 1.0,
        ("float32", "encode"): 1.0, ("float32", "picture"): 1.0}


def last_json(arguments: list[str]) -> dict:
    done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def figures(report: dict) -> dict[str, float]:
    step, seconds = report["seconds_per_step"], report["seconds"]
    return {"guided step": step["guided"], "plain step": step["plain"], "encode": seconds["encode"],
            "decode": seconds["decode"], "load": seconds["load"],
            "picture": seconds["encode"] + 20 * step["guided"] + seconds["decode"]}


def probe_of(report: dict, dtype: str) -> list[float]:
    probe = report["probe"]
    if "flops_per_second_before" in probe:
        return [probe["flops_per_second_before"], probe["flops_per_second_after"]]
    return [probe[f"{dtype}_flops_per_second"], probe[f"{dtype}_flops_per_second_after"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("limn")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dtype", nargs="+", default=["bfloat16", "float32"])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    size, threads, steps = str(options.size), str(options.threads), str(options.steps)
    reports: list[dict] = []
    missed = []
    for dtype in options.dtype:
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(last_json([options.limn, "bench", "--json", "--quiet", "--device", "cpu", "--dtype", dtype,
                                   "--threads", threads, "--model", str(options.folder), "--width", size, "--height", size,
                                   "--steps", steps]))
            theirs.append(last_json([sys.executable, str(HERE / "bench_diffusers.py"), str(options.folder), "--dtype", dtype,
                                     "--width", size, "--height", size, "--steps", steps, "--threads", threads]))
        reports += ours + theirs
        print(f"\n{dtype}, {size} x {size}, {threads} threads\n{'':14}{'Limn':>10}{'diffusers':>12}{'ratio':>8}   bar")
        for name in figures(ours[0]):
            a = min(figures(report)[name] for report in ours)
            b = min(figures(report)[name] for report in theirs)
            bar = BARS.get((dtype, name))
            verdict = "" if bar is None else f"<= {bar:.2f}  {'met' if a / b <= bar else 'MISSED'}"
            if verdict.endswith("MISSED"):
                missed.append(f"{dtype} {name}")
            print(f"{name:14}{a:9.3f}s{b:11.3f}s{a / b:8.2f}   {verdict}")
        etas = [[max(r["share_of_peak"] for r in side)] for side in (ours, theirs)]
        print(f"{'eta':14}{etas[0][0]:10.2f}{etas[1][0]:12.2f}")
        for name, side in (("Limn", ours), ("diffusers", theirs)):
            probes = ", ".join(f"{p / 1e9:.0f}" for report in side for p in probe_of(report, dtype))
            print(f"probes by {name}, GFLOP/s, before and after: {probes}")
        print(f"memory, GB: Limn peak {min(r['peak_memory_bytes'] for r in ours) / 1e9:.2f}, diffusers peak "
              f"{min(r['peak_memory_bytes'] for r in theirs) / 1e9:.2f}; Limn after load, anonymous: "
              f"{min(r['loaded_anonymous_memory_bytes'] for r in ours) / 1e9:.3f}", flush=True)
    if options.json:
        options.json.write_text("".join(json.dumps(report) + "\n" for report in reports))
    print("\nbars missed: " + (", ".join(missed) or "none"))


if __name__ == "__main__":
    main()
