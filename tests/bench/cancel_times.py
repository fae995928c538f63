# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Presses Ctrl+C while limn loads, denoises (step 2 on) and decodes, and tells how long it takes to leave.

    python cancel_times.py LIMN MODEL [--size 512] [--repeats 3] [--upscaler FILE]

Needs a model that takes a second or more for a step, so that there is something to interrupt. Each time the exit code
must be 130 and no file may be left; anything else ends this script with 1. A run that was over before the signal came
is told as such and counts for nothing. tests/app/tst_Program.cpp checks the same without a clock.
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

PHASES = {"load": r"^Loading", "step 2": r"^Denoising.*\b([2-9]|\d\d)/", "decode": r"^Decoding", "upscale": r"^Upscaling"}


def cancel_at(arguments: list[str], phase: str, folder: str) -> float | None:
    """Seconds from the signal to the end, or None if the program was faster than the signal."""
    # A shell's background job ignores the signal, and so would what it starts.
    process = subprocess.Popen(arguments, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    seen = False
    line = "nothing"
    for line in process.stderr:
        if re.match(PHASES[phase], line):
            seen = True
            break
    if not seen:
        if process.wait() != 0:
            sys.exit(f"{phase}: exit code {process.returncode} before any signal: {line.strip()}")
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        return None
    sent = time.perf_counter()
    os.kill(process.pid, signal.SIGINT)
    process.stderr.read()
    code = process.wait()
    taken = time.perf_counter() - sent
    left = os.listdir(folder)
    if code == 0:
        for name in left:
            os.remove(os.path.join(folder, name))
        return None
    if code != 130 or left:
        sys.exit(f"{phase}: exit code {code}, files left: {left}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("limn")
    parser.add_argument("model")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--upscaler")
    options = parser.parse_args()
    arguments = [os.path.abspath(options.limn), "generate", "a lighthouse", "--model", os.path.abspath(options.model),
                 "--width", str(options.size), "--height", str(options.size), "--seed", "1"]
    phases = ["load", "step 2", "decode"]
    if options.upscaler:
        arguments += ["--upscale", "4", "--upscaler", os.path.abspath(options.upscaler)]
        phases.append("upscale")
    for phase in phases:
        steps = ["--steps", "20" if phase == "step 2" else "1"]
        with tempfile.TemporaryDirectory() as folder:
            taken = [cancel_at(arguments + steps, phase, folder) for _ in range(options.repeats)]
        caught = [f"{seconds:.3f} s" for seconds in taken if seconds is not None]
        print(f"{phase:8}  signal to exit: {', '.join(caught) or 'never caught'}", flush=True)


if __name__ == "__main__":
    main()
