#!/usr/bin/env python3
"""Runs the Python code that the playground gives, and writes it to test/golden/playground-code.json if all of it is right.

usage: npx tsx scripts/playground-code.ts | python scripts/playground_code.py     (needs numpy, scipy and opencv-python)

Each code reads a picture, and has to come to the package's result. Floats may differ by what float32 sums round. Integers are
equal, unless a comment in the code says that halves may be rounded otherwise. The result of a code with a comment "Not
reproduced" is not checked. The tests hold the playground to the very text.
"""
import base64
import contextlib
import io
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import scipy

OUT = Path(__file__).resolve().parent.parent / "test" / "golden" / "playground-code.json"
VERSIONS = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "opencv": cv2.__version__,
}


def run(code):
    """The `result` of a code that reads picture.npy, and kernel.npy where the kernel is large, in this folder."""
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names["result"]


def fault(found, expected, code):
    """What is wrong with the result of a code, or None."""
    if found.shape != expected.shape:
        return f"shape {found.shape}, expected {expected.shape}"
    if found.dtype != expected.dtype:
        return f"type {found.dtype}, expected {expected.dtype}"
    if expected.dtype.kind != "f":
        # A code that says so may round halves to the other side.
        allowed = 1 if "# Halves may be rounded" in code else 0
        wrong = np.count_nonzero(np.abs(found.astype(float) - expected.astype(float)) > allowed)
        return f"{wrong} of {expected.size} integers differ" if wrong else None
    scale = np.nanmax(np.abs(expected))
    # A sum of some twenty float32 numbers is off by a few of its last bits.
    bound = scale * (1e-6 if expected.dtype == np.float32 else 1e-13)
    if np.allclose(found, expected, rtol=0, atol=bound, equal_nan=True):
        return None
    return f"off by {np.nanmax(np.abs(found - expected))} of {scale}, NaN: {np.isnan(found).sum()} and {np.isnan(expected).sum()}"


def main():
    cases = json.load(sys.stdin)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for case in cases:
            Path("picture.npy").write_bytes(base64.b64decode(case["picture"]))
            Path("kernel.npy").write_bytes(base64.b64decode(case["kernel"]))
            expected = np.load(io.BytesIO(base64.b64decode(case["result"])))
            for language in ["scipy", "opencv"]:
                try:
                    wrong = fault(run(case[language]), expected, case[language])
                except Exception as error:  # of the generated code
                    wrong = repr(error)
                if wrong and "# Not reproduced" not in case[language]:
                    faults.append(f"{language}, {case['name']}: {wrong}\n{case[language]}")
        os.chdir("/")
    if faults:
        sys.exit("\n".join(faults) + f"\n{len(faults)} faults")
    codes = [{key: case[key] for key in ["name", "scipy", "opencv"]} for case in cases]
    OUT.write_text(json.dumps({"versions": VERSIONS, "cases": codes}, indent=1) + "\n")
    print(f"{2 * len(cases)} codes are right")


if __name__ == "__main__":
    main()
