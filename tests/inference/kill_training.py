#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Kills a training at random moments and shows that it ends with the weights of one that nobody disturbed.

Usage: python3 kill_training.py build/release/limn-starter [kills].  About two minutes; needs the emoji font.
"""
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = 1280
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}


def command(program: str, folder: Path) -> list[str]:
    return [program, "train-autoencoder", "--scenes", "64", "--state", str(folder), "--samples", str(SAMPLES), "--save-every", "0.5",
            "--evaluate-every", "1000000"]


def newest_state(folder: Path) -> tuple[int, dict[str, bytes]]:
    """How many samples the newest state that is whole has seen, and its tensors."""
    best = (-1, {})
    for file in folder.glob("state-*.safetensors"):
        data = file.read_bytes()
        size = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:8 + size])
        samples = int(header.pop("__metadata__")["samples"])
        if samples > best[0]:
            body = data[8 + size:]
            best = (samples, {name: body[slice(*entry["data_offsets"])] for name, entry in header.items()})
    return best


def main():
    program = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    chance = random.Random(2026)
    with tempfile.TemporaryDirectory() as scratch:
        calm, disturbed = Path(scratch) / "calm", Path(scratch) / "disturbed"
        subprocess.run(command(program, calm), check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        done = 0
        for kind in [signal.SIGKILL, signal.SIGTERM] * ((kills + 1) // 2):
            process = subprocess.Popen(command(program, disturbed), env=ENVIRONMENT, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.2, 3.5))  # it has to be a moment that nobody chose
            process.send_signal(kind)
            process.wait()
            done += 1
            print(f"{kind.name} {done}: {newest_state(disturbed)[0]} samples kept", flush=True)
        subprocess.run(command(program, disturbed), check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        expected, found = newest_state(calm), newest_state(disturbed)
    same = expected == found and expected[0] == SAMPLES
    print(f"{done} kills; {len(found[1])} tensors after {found[0]} samples: " + ("all equal" if same else "DIFFERENT"))
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
