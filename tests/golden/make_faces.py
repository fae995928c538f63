# SPDX-License-Identifier: Apache-2.0
"""What OpenCV's own cv2.CascadeClassifier finds, for tst_Faces: make_faces.py FOLDER-OF-DATA.

Needs opencv-python-headless 4, scikit-image (its astronaut, by NASA, is in the public domain; its coins, of Pompeii, come from
the Brooklyn Museum without known restrictions) and Debian's opencv-data."""
import json
import pathlib
import sys

import cv2
import numpy as np
import skimage.data

DETECTORS = pathlib.Path("/usr/share/opencv4/haarcascades")


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    golden = []
    for name, pixels in (("astronaut", skimage.data.astronaut()), ("coins", skimage.data.coins()),
                         ("flat", skimage.data.astronaut())):
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
        if name == "astronaut":
            grey = cv2.resize(grey[:384, :384], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        if name == "flat":  # a face on a plain wall: most windows are too flat to be looked at
            wall = np.full((120, 300), 100, np.uint8)
            for x in (20, 121, 222):
                wall[31:95, x:x + 64] = cv2.resize(grey[:256, 96:352], (64, 64), interpolation=cv2.INTER_AREA)
            grey = wall
        cv2.imwrite(str(folder / f"{name}.png"), grey, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        for detector in ("alt", "alt2", "default"):
            for neighbours in (0, 2, 4):
                file = f"haarcascade_frontalface_{detector}.xml"
                found = cv2.CascadeClassifier(str(DETECTORS / file)).detectMultiScale(grey, 1.1, neighbours, 0, (30, 30))
                golden.append({"picture": f"{name}.png", "detector": file, "neighbours": neighbours,
                               "found": sorted([int(v) for v in one] for one in found)})
    (folder / "faces.json").write_text(json.dumps(golden, indent=0))


if __name__ == "__main__":
    main()
