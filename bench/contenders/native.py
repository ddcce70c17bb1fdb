"""Times OpenCV and SciPy, on one thread, for native-references.ts: a line of JSON in, a line of JSON out.

First says its versions. Then `load` takes a problem and names those who can solve it; `once` runs one of them and
saves the answer; `sample` runs it until the budget is spent. Times are in milliseconds, those of `sample` the means of so many `calls`.
"""

import json
import sys
import time

import cv2
import numpy as np
import scipy
from scipy import fft, signal

cv2.setNumThreads(1)

# Neither has a stride: as their users do, they compute every result and keep some.
BORDERS = {"fill": cv2.BORDER_CONSTANT, "symm": cv2.BORDER_REFLECT, "reflect": cv2.BORDER_REFLECT_101}
DEPTHS = {"uint8": cv2.CV_8U, "int16": cv2.CV_16S}


def read(array):
    return np.fromfile(array["file"], array["dtype"]).reshape(array["shape"])


def load(problem):
    image, kernel = read(problem["image"]), read(problem["kernel"])
    if "opencv" in problem:
        return opencv_on_integers(problem, image, kernel)
    mode, boundary, step = problem["mode"], problem["boundary"], problem["stride"]
    runs = {}
    if not problem["takesSeconds"]:
        runs["scipy", "fresh"] = lambda: signal.convolve2d(image, kernel, mode, boundary)
    if boundary == "fill":
        runs["scipy-fft", "fresh"] = lambda: signal.fftconvolve(image, kernel, mode)
    if mode == "same":
        # OpenCV correlates, so it gets the kernel flipped.
        flipped = np.ascontiguousarray(kernel[::-1, ::-1])
        last = ((problem["left"], problem["top"]), 0, BORDERS[boundary])
        out = np.empty_like(image)
        runs["opencv", "out"] = lambda: cv2.filter2D(image, -1, flipped, out, *last)
        runs["opencv", "fresh"] = lambda: cv2.filter2D(image, -1, flipped, None, *last)
        if "factor" in problem:
            factor = np.ascontiguousarray(read(problem["factor"])[::-1])
            runs["opencv-sep", "out"] = lambda: cv2.sepFilter2D(image, -1, factor, factor, out, *last)
            runs["opencv-sep", "fresh"] = lambda: cv2.sepFilter2D(image, -1, factor, factor, None, *last)
    if step == 1:
        return runs
    return {name: lambda run=run: run()[::step, ::step] for name, run in runs.items()}


def opencv_on_integers(problem, image, kernel):
    """SciPy takes no part: where it has a function for integers, that neither rounds nor saturates."""
    depth, size, border = DEPTHS[problem["dtype"]], kernel.shape, BORDERS[problem["boundary"]]
    flipped = np.ascontiguousarray(kernel[::-1, ::-1])
    runs = {
        "filter2D": lambda out: cv2.filter2D(image, depth, flipped, out, borderType=border),
        "Sobel": lambda out: cv2.Sobel(image, depth, 1, 0, out, borderType=border),
        "GaussianBlur": lambda out: cv2.GaussianBlur(image, size, 0, out, borderType=border),
        "blur": lambda out: cv2.blur(image, size, out, borderType=border),
    }
    run = runs[problem["opencv"]]
    out = np.empty(image.shape, problem["dtype"])
    return {("opencv", "out"): lambda: run(out), ("opencv", "fresh"): lambda: run(None)}


def milliseconds(run, calls=1):
    start = time.perf_counter()
    for _ in range(calls):
        answer = run()
    return (time.perf_counter() - start) * 1e3, answer


def sample(run, budget, calls):
    samples = []
    spent = 0.0
    while spent < budget or not samples:
        taken, _ = milliseconds(run, calls)
        samples.append(taken / calls)
        spent += taken
    return samples


def say(answer):
    print(json.dumps(answer), flush=True)


runs = {}
say({"opencv": cv2.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]})
with fft.set_workers(1):
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
                say(sample(run, request["budget"], request["calls"]))
