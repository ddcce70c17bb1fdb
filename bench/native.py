"""Times OpenCV, on one thread, and SciPy for native-references.ts: a line of JSON in, a line of JSON out.

First says its versions. Then `load` takes a problem and names those who can solve it; `once` runs one of them and
saves the answer; `sample` runs it until the budget is spent. Times are in milliseconds.
"""

import json
import sys
import time

import cv2
import numpy as np
import scipy
from scipy import signal

cv2.setNumThreads(1)

# Neither has a stride: as their users do, they compute every result and keep some.
BORDERS = {"fill": cv2.BORDER_CONSTANT, "symm": cv2.BORDER_REFLECT}


def read(array):
    return np.fromfile(array["file"], array["dtype"]).reshape(array["shape"])


def load(problem):
    image, kernel = read(problem["image"]), read(problem["kernel"])
    boundary, step = problem["boundary"], problem["stride"]
    # filter2D correlates, so it gets the kernel flipped.
    flipped = np.ascontiguousarray(kernel[::-1, ::-1])
    anchor = (problem["left"], problem["top"])
    border = BORDERS[boundary]
    out = np.empty_like(image)
    return {
        ("opencv", "out"): lambda: cv2.filter2D(image, -1, flipped, out, anchor, 0, border)[::step, ::step],
        ("opencv", "fresh"): lambda: cv2.filter2D(image, -1, flipped, None, anchor, 0, border)[::step, ::step],
        ("scipy", "fresh"): lambda: signal.convolve2d(image, kernel, "same", boundary)[::step, ::step],
    }


def milliseconds(run):
    start = time.perf_counter()
    answer = run()
    return (time.perf_counter() - start) * 1e3, answer


def sample(run, budget):
    samples = []
    spent = 0.0
    while spent < budget or not samples:
        taken, _ = milliseconds(run)
        samples.append(taken)
        spent += taken
    return samples


def say(answer):
    print(json.dumps(answer), flush=True)


runs = {}
say({"opencv": cv2.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]})
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "load":
        runs = load(request)
        say([{"row": row, "variant": variant} for row, variant in runs])
    else:
        run = runs[request["row"], request["variant"]]
        if request["do"] == "once":
            taken, answer = milliseconds(run)
            np.ascontiguousarray(answer).tofile(request["file"])
            say(taken)
        else:
            say(sample(run, request["budget"]))
