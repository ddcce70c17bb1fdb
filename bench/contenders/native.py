"""Times OpenCV, on as many threads as its argument says, and SciPy, on one, for native-references.ts: a line of JSON in, one out.

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

cv2.setNumThreads(int(sys.argv[1]))

# Neither has a stride: as their users do, they compute every result and keep some.
BORDERS = {"fill": cv2.BORDER_CONSTANT, "symm": cv2.BORDER_REFLECT, "reflect": cv2.BORDER_REFLECT_101}
DEPTHS = {"uint8": cv2.CV_8U, "int16": cv2.CV_16S, "float32": cv2.CV_32F}


def read(array):
    return np.fromfile(array["file"], array["dtype"]).reshape(array["shape"])


def load(problem):
    image = read(problem["image"])
    if "filter" in problem:
        return filters[problem["filter"]](image)
    kernel = read(problem["kernel"])
    if "opencv" in problem:
        return opencv_by_name(problem, image, kernel)
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


def opencv_by_name(problem, image, kernel):
    """SciPy takes no part: where it has a function for integers, that neither rounds nor saturates."""
    sigma = problem.get("sigma", 0)
    depth, size, border = DEPTHS[problem["dtype"]], kernel.shape, BORDERS[problem["boundary"]]
    flipped = np.ascontiguousarray(kernel[::-1, ::-1])
    runs = {
        "filter2D": lambda out: cv2.filter2D(image, depth, flipped, out, borderType=border),
        "Sobel": lambda out: cv2.Sobel(image, depth, 1, 0, out, borderType=border),
        "GaussianBlur": lambda out: cv2.GaussianBlur(image, size, sigma, out, borderType=border),
        "blur": lambda out: cv2.blur(image, size, out, borderType=border),
    }
    run = runs[problem["opencv"]]
    out = np.empty(image.shape, problem["dtype"])
    timed = {("opencv", "out"): lambda: run(out), ("opencv", "fresh"): lambda: run(None)}
    if sigma > 0:
        # Weights r + 1 - |i| have a variance of r (r + 2) / 6.
        width = 2 * round(6**0.5 * sigma) + 1
        timed["opencv-stack", "out"] = lambda: cv2.stackBlur(image, (width, width), out)
        timed["opencv-stack", "fresh"] = lambda: cv2.stackBlur(image, (width, width))
    return timed


def gradients(image):
    x, y, magnitude, angle = (np.empty(image.shape, np.float32) for _ in range(4))

    def out():
        cv2.Sobel(image, cv2.CV_32F, 1, 0, x)
        cv2.Sobel(image, cv2.CV_32F, 0, 1, y)
        cv2.cartToPolar(x, y, magnitude, angle)
        return x, y, magnitude, angle

    def fresh():
        x, y = cv2.Sobel(image, cv2.CV_32F, 1, 0), cv2.Sobel(image, cv2.CV_32F, 0, 1)
        return x, y, *cv2.cartToPolar(x, y)

    return {("opencv", "out"): out, ("opencv", "fresh"): fresh}


def gray(image):
    out = np.empty(image.shape[:2], np.uint8)
    return {
        ("opencv", "out"): lambda: cv2.cvtColor(image, cv2.COLOR_RGBA2GRAY, out),
        ("opencv", "fresh"): lambda: cv2.cvtColor(image, cv2.COLOR_RGBA2GRAY),
    }


def pipeline(image):
    result = np.empty_like(image)

    def edges(out):
        gray = cv2.cvtColor(image, cv2.COLOR_RGBA2GRAY)
        magnitude = cv2.magnitude(cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1))
        scaled = cv2.normalize(magnitude, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)
        return cv2.cvtColor(scaled, cv2.COLOR_GRAY2RGBA, out)

    return {("opencv", "out"): lambda: edges(result), ("opencv", "fresh"): lambda: edges(None)}


def sprite(image):
    """As one does it with OpenCV, which knows no premultiplied alpha: by way of float32."""

    def blur():
        pixels = image.astype(np.float32)
        alpha = pixels[..., 3:]
        pixels[..., :3] *= alpha / 255
        pixels = cv2.GaussianBlur(pixels, (81, 81), 10)
        alpha = pixels[..., 3:]
        pixels[..., :3] *= np.divide(255, alpha, out=np.zeros_like(alpha), where=alpha > 0)
        return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)

    return {("opencv", "fresh"): blur}


filters = {"gradients": gradients, "gray": gray, "pipeline": pipeline, "sprite": sprite}


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
                with open(request["file"], "wb") as file:
                    for part in answer if isinstance(answer, tuple) else [answer]:
                        file.write(np.ascontiguousarray(part))
                say(taken)
            else:
                say(sample(run, request["budget"], request["calls"]))
