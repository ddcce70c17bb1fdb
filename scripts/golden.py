#!/usr/bin/env python3
"""Writes test/golden/: answers of SciPy, NumPy and OpenCV that the tests are held to.

usage: python scripts/golden.py          (needs numpy, scipy and opencv-python; the tests themselves need none)

Images and kernels are mostly small multiples of 1/8: their sums are exact in float32 and float64, in
whatever order they are added, so the answers must be met to the bit. The few irrational ones are not exact.

`scipy.json` comes from scipy.signal.convolve2d and correlate2d wherever they know the boundary. 'reflect'
and 'edge' they don't: there the image is continued by numpy.pad, followed by mode 'valid'. The same is done
for the other boundaries too, as a check: with SciPy 1.17 both ways agree for every case here, also for
kernels many times larger than the image (SciPy issue 8684). Where they did not, this script would stop.

`opencv-integers.json` says for each case how far OpenCV is `off` the exact answer at most: sums of fractions, for integer
results rounded half to even and saturated. That is measured here, and 0 for most cases of integers. Where it is not:

- GaussianBlur of uint8 and uint16 computes in fixed point and rounds half up; of large kernels the taps are not exact
  (8 bits behind the point for uint8), so that it may be 2 off.
- sepFilter2D of uint8 with taps that are multiples of 1/256 rounds half up in columns that are left over from vectors.
- Separable filters of uint8 into int16 with integer taps, such as Sobel and Scharr, round `delta` first.
- filter2D with a large kernel (here WRAP) takes Fourier transforms, in float32, and loses ties.
- Sums in float32 may come out on the other side of half an integer: now and then, with 16 bits and fractions.
"""
import json
import math
import platform
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import scipy
from scipy import ndimage, signal

OUT = Path(__file__).resolve().parent.parent / "test" / "golden"
VERSIONS = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "opencv": cv2.__version__,
}
OPERATIONS = {"convolve2d": signal.convolve2d, "correlate2d": signal.correlate2d}
NUMPY_PAD = {"fill": "constant", "wrap": "wrap", "symm": "symmetric", "reflect": "reflect", "edge": "edge"}


def eighths(rows, cols, step=37, span=61):
    """Multiples of 1/8 that look like noise."""
    return ((np.arange(rows * cols) * step + rows) % span - span // 2).reshape(rows, cols) / 8


def irrational(rows, cols):
    return np.sin(np.arange(1, rows * cols + 1) ** 2).reshape(rows, cols)


def integers(rows, cols, dtype):
    info = np.iinfo(dtype)
    step = (int(info.max) - int(info.min)) // 1000 * 379 + 83
    values = [info.min + (n * step) % (int(info.max) - int(info.min) + 1) for n in range(rows * cols)]
    values[:2] = info.max, info.min
    return np.array(values, dtype).reshape(rows, cols)


def padded(image, boundary, fillvalue, top, bottom, left, right):
    extra = {"constant_values": fillvalue} if boundary == "fill" else {}
    return np.pad(image, ((top, bottom), (left, right)), mode=NUMPY_PAD[boundary], **extra)


def by_padding(operation, image, kernel, mode, boundary, fillvalue):
    """The rows and columns of 'full' that the mode keeps, from an image continued by numpy.pad."""
    def sides(k):
        if mode == "full":
            return k - 1, k - 1
        first = (k - 1) // 2 if operation == "convolve2d" else k // 2
        return k - 1 - first, first

    big = padded(image, boundary, fillvalue, *sides(kernel.shape[0]), *sides(kernel.shape[1]))
    return OPERATIONS[operation](big, kernel, mode="valid")


def answer(operation, image, kernel, mode, boundary, fillvalue):
    known = boundary in ("fill", "wrap", "symm")
    own = OPERATIONS[operation](image, kernel, mode, boundary, fillvalue) if known else None
    if mode == "valid":
        return own, "scipy.signal"
    check = by_padding(operation, image, kernel, mode, boundary, fillvalue)
    if not known:
        return check, "numpy.pad + scipy.signal"
    assert own.shape == check.shape and np.allclose(own, check, rtol=0, atol=1e-12), (operation, mode, boundary)
    return own, "scipy.signal"


IMAGES = {
    "eighths": eighths(6, 7),
    "irrational": irrational(5, 4),
    "small": eighths(3, 4),
    "row": eighths(1, 7),
    "pixel": np.array([[2.5]]),
}
KERNELS = {
    "3x3": eighths(3, 3, 17, 41),
    "5x3": eighths(5, 3, 19, 37),
    "2x2": eighths(2, 2, 11, 29),
    "4x2": eighths(4, 2, 13, 31),
    "1x5": eighths(1, 5, 7, 23),
    "4x1": eighths(4, 1, 5, 19),
    "1x1": np.array([[-1.5]]),
    "7x9": eighths(7, 9, 23, 43),
    "irrational 3x3": irrational(3, 3)[::-1, ::-1] * np.sqrt(2),
    "irrational 6x5": irrational(6, 5).T.reshape(6, 5) / np.pi,
    "13x11": eighths(13, 11, 29, 53),
}
PAIRS = [("eighths", name) for name in ("3x3", "5x3", "2x2", "4x2", "1x5", "4x1", "1x1", "7x9")]
PAIRS += [("irrational", "irrational 3x3"), ("irrational", "irrational 6x5")]
SMALL_PAIRS = [("small", "13x11"), ("row", "3x3"), ("pixel", "4x2")]


def scipy_cases():
    """Every operation x boundary x mode; 'valid' knows no boundary, so it is written once."""
    sizings = [("valid", "fill", 0)]
    for mode in ("full", "same"):
        sizings += [(mode, "fill", 0), (mode, "fill", -2.5)]
        sizings += [(mode, boundary, 0) for boundary in ("wrap", "symm", "reflect", "edge")]
    for image, kernel in PAIRS + SMALL_PAIRS:
        for operation in OPERATIONS:
            for mode, boundary, fillvalue in sizings:
                if mode == "valid" and image == "row":  # larger in one axis only: refused
                    continue
                if (image, kernel) in SMALL_PAIRS and mode == "full" and boundary == "fill":
                    continue
                values, source = answer(operation, IMAGES[image], KERNELS[kernel], mode, boundary, fillvalue)
                yield {
                    "operation": operation, "image": image, "kernel": kernel, "mode": mode,
                    "boundary": boundary, "fillvalue": fillvalue, "source": source, "values": values.tolist(),
                }


def ndimage_cases():
    """A kernel of even size is centred elsewhere than by convolve2d and correlate2d in mode 'same'."""
    modes = {
        "fill": ("constant", "grid-constant"), "wrap": ("wrap", "grid-wrap"), "symm": ("reflect", "grid-mirror"),
        "reflect": ("mirror", "mirror"), "edge": ("nearest", "nearest"),
    }
    for operation, function in (("convolve2d", ndimage.convolve), ("correlate2d", ndimage.correlate)):
        for kernel in ("3x3", "4x2"):
            for boundary, (mode, alias) in modes.items():
                values = function(IMAGES["eighths"], KERNELS[kernel], mode=mode)
                assert np.array_equal(values, function(IMAGES["eighths"], KERNELS[kernel], mode=alias)), alias
                yield {
                    "operation": operation, "image": "eighths", "kernel": kernel, "boundary": boundary,
                    "source": f"scipy.ndimage, {mode}", "values": values.tolist(),
                }


def geometry_cases():
    """stride is slicing, dilation is a kernel with zeros between, padding is numpy.pad before 'valid'."""
    image = IMAGES["eighths"]
    for operation, correlate in OPERATIONS.items():
        for kernel, padding, stride, dilation, boundary in (
            ("3x3", [[2, 2], [2, 2]], [1, 1], [1, 1], "fill"),
            ("3x3", [[1, 1], [1, 1]], [2, 2], [1, 1], "fill"),
            ("3x3", [[0, 3], [5, 1]], [3, 2], [2, 1], "symm"),
            ("4x2", [[4, 1], [0, 2]], [1, 3], [1, 3], "reflect"),
            ("2x2", [[9, 8], [11, 10]], [4, 5], [3, 4], "wrap"),
            ("1x5", [[1, 0], [3, 3]], [2, 1], [5, 2], "edge"),
        ):
            taps = KERNELS[kernel]
            spread = np.zeros([(n - 1) * d + 1 for n, d in zip(taps.shape, dilation)])
            spread[::dilation[0], ::dilation[1]] = taps
            big = padded(image, boundary, 0.75, *padding[0], *padding[1])
            values = correlate(big, spread, mode="valid")[::stride[0], ::stride[1]]
            yield {
                "operation": operation, "image": "eighths", "kernel": kernel, "boundary": boundary,
                "fillvalue": 0.75, "padding": padding, "stride": stride, "dilation": dilation,
                "source": "numpy.pad + scipy.signal, sliced", "values": values.tolist(),
            }


def placement_cases():
    """Anchors, and a boundary for each axis."""
    image = IMAGES["eighths"]
    modes = {"fill": "constant", "wrap": "wrap", "symm": "reflect", "reflect": "mirror", "edge": "nearest"}
    def case(operation, kernel, source, values, **options):
        return {
            "operation": operation, "kernel": kernel.tolist(), "options": options, "source": source,
            "values": values.tolist(),
        }

    for name, anchors in (("3x3", ((0, 0), (2, 1))), ("4x2", ((0, 1), (2, 1), (3, 0))), ("1x5", ((0, 4),))):
        kernel = KERNELS[name]
        for anchor in anchors:
            origin = tuple(int(at) - size // 2 for at, size in zip(anchor, kernel.shape))
            for operation, function in (("convolve2d", ndimage.convolve), ("correlate2d", ndimage.correlate)):
                values = function(image, kernel, mode="mirror", origin=origin)
                source = f"scipy.ndimage, origin {origin}"
                yield case(operation, kernel, source, values, anchor=anchor, boundary="reflect")
            values = cv2.filter2D(image, -1, kernel, anchor=anchor[::-1], borderType=cv2.BORDER_REPLICATE)
            yield case("correlate2d", kernel, "cv2.filter2D", values, anchor=anchor, boundary="edge")
    values = cv2.boxFilter(image, -1, (4, 2), anchor=(3, 0), normalize=False, borderType=cv2.BORDER_REFLECT)
    yield case("correlate2d", np.ones((2, 4)), "cv2.boxFilter", values, anchor=(0, 3), boundary="symm")

    for rows, columns in (
        ("fill", "wrap"), ("edge", "fill"), ("wrap", "symm"), ("symm", "reflect"), ("reflect", "edge"),
    ):
        big = padded(padded(image, rows, 0, 2, 2, 0, 0), columns, 0, 0, 0, 1, 1)
        same = padded(padded(image, columns, 0, 0, 0, 1, 1), rows, 0, 2, 2, 0, 0)
        assert np.array_equal(big, same)
        ones = signal.correlate2d(big, np.ones((5, 3)), mode="valid")
        mean = ndimage.uniform_filter(image, (5, 3), mode=[modes[rows], modes[columns]])
        assert np.allclose(ones / 15, mean, rtol=0, atol=1e-12), (rows, columns)
        for operation, correlate in OPERATIONS.items():
            values = correlate(big, KERNELS["5x3"], mode="valid")
            source = "numpy.pad, one axis after the other"
            yield case(operation, KERNELS["5x3"], source, values, boundary=[rows, columns])


def dtype_cases():
    """In float64, then numpy.rint (half to even) and numpy.clip: SciPy alone would let integers wrap round."""
    kernel = np.array([[1, -2.5, 0.5], [0.125, 3, -1], [-0.5, 1.5, 0.375]])
    for source in ("float32", "uint8", "int8", "int16", "uint16", "int32", "uint32"):
        image = eighths(4, 5).astype(np.float32) if source == "float32" else integers(4, 5, source)
        wide = signal.convolve2d(image.astype(np.float64), kernel, mode="same", boundary="symm")
        for dtype in ("float64", "float32", "uint8", "int8", "int16", "uint16", "int32", "uint32"):
            if dtype.startswith("float"):
                values = wide.astype(dtype)
                if not np.array_equal(values, wide):
                    continue
            else:
                info = np.iinfo(dtype)
                values = np.clip(np.rint(wide), info.min, info.max)
            yield {
                "from": source, "dtype": dtype, "image": image.tolist(), "kernel": kernel.tolist(),
                "values": values.astype(np.float64).tolist(),
            }


def half_to_even():
    values = np.arange(-9, 10) / 2
    return {"values": values.tolist(), "rounded": np.rint(values).tolist()}


def documented():
    """The docstring examples of convolve2d and correlate2d, on a generated picture instead of a download."""
    rows, cols = np.mgrid[0:14, 0:16]
    picture = ((rows - 6) ** 2 + (cols - 8) ** 2 < 30) * 96 + (rows * 7 + cols * 3) % 32
    scharr = np.array([[-3 - 3j, 0 - 10j, 3 - 3j], [-10 + 0j, 0 + 0j, 10 + 0j], [-3 + 3j, 0 + 10j, 3 + 3j]])
    gradient = signal.convolve2d(picture, scharr, boundary="symm", mode="same")
    face = picture - 64
    template = face[3:9, 5:12]
    matches = signal.correlate2d(face, template, boundary="symm", mode="same")
    return {
        "scharr": {
            "image": picture.tolist(),
            "horizontal": {"kernel": scharr.real.tolist(), "values": gradient.real.tolist()},
            "vertical": {"kernel": scharr.imag.tolist(), "values": gradient.imag.tolist()},
        },
        "template": {
            "image": face.tolist(), "kernel": template.tolist(), "values": matches.tolist(),
            "best": [int(n) for n in np.unravel_index(np.argmax(matches), matches.shape)],
        },
    }


def tutorial():
    """Two vertical steps under a kernel whose left half is -1, and under its negative."""
    image = np.zeros((100, 100))
    image[:50, :40] = 1
    image[50:, :60] = 1
    kernel = np.ones((10, 10))
    kernel[:, :5] = -1
    results = [signal.convolve2d(image, k, boundary="symm", mode="same") for k in (kernel, -kernel)]
    assert all(np.array_equal(r, np.rint(r)) for r in results)
    as_integers = [np.rint(a).astype(int).tolist() for a in (image, kernel, -kernel, *results)]
    names = ("image", "kernel01", "kernel02", "result01", "result02")
    return {"boundary": "symm", "mode": "same", **dict(zip(names, as_integers))}


def opencv_filters():
    borders = {"fill": "CONSTANT", "symm": "REFLECT", "reflect": "REFLECT_101", "edge": "REPLICATE"}
    images = {"float32": eighths(6, 8).astype(np.float32), "uint8": integers(6, 8, np.uint8)}
    for dtype, image in images.items():
        for name in ("3x3", "5x3", "4x2", "1x5", "4x1"):
            kernel = KERNELS[name].astype(np.float32)
            for boundary, border in borders.items():
                values = cv2.filter2D(image, -1, kernel, delta=0.5, borderType=getattr(cv2, f"BORDER_{border}"))
                yield {
                    "dtype": dtype, "kernel": name, "boundary": boundary, "border": f"BORDER_{border}",
                    "delta": 0.5, "values": values.tolist(),
                }


def opencv_gray():
    levels = (0, 1, 127, 128, 254, 255)
    triples = [(r, g, b) for r in levels for g in levels for b in levels]
    triples += [(n * 73 % 256, n * 151 % 256, n * 199 % 256) for n in range(1, 200)]
    grays = cv2.cvtColor(np.array([triples], np.uint8), cv2.COLOR_RGB2GRAY)[0]
    return [[*map(int, rgb), int(gray)] for rgb, gray in zip(triples, grays)]


def kernels_by_name():
    """OpenCV's kernels as it hands them out; SciPy's as what a filter makes of a single 1."""
    def impulse(function, *args, **options):
        image = np.zeros((41, 41))
        image[20, 20] = 1
        values = function(image, *args, mode="constant", **options)
        reach = int(np.abs(np.argwhere(values != 0) - 20).max())
        return values[20 - reach:21 + reach, 20 - reach:21 + reach].tolist()

    # Odd sizes: for even ones OpenCV 5.0 departs from its documentation.
    pairs = [(size, 0) for size in (*range(1, 16, 2), 21, 31)]
    pairs += [(size, sigma) for size in (3, 5, 7, 9, 15) for sigma in (0.3, 0.8, 1, 1.5, 3.7)]
    return {
        "gaussian": [
            {"size": size, "sigma": sigma or None, "taps": cv2.getGaussianKernel(size, sigma)[:, 0].tolist()}
            for size, sigma in pairs
        ],
        "derivatives": [
            {"dx": dx, "dy": dy, "size": size, "row": row.ravel().tolist(), "column": column.ravel().tolist()}
            for dx, dy in ((1, 0), (0, 1), (2, 0), (0, 2)) for size in (1, 3, 5, 7, 9, 11)
            for row, column in [cv2.getDerivKernels(dx, dy, size, ktype=cv2.CV_64F)]
        ],
        "scharr": [
            {"dx": dx, "dy": dy, "row": row.ravel().tolist(), "column": column.ravel().tolist()}
            for dx, dy in ((1, 0), (0, 1)) for row, column in [cv2.getDerivKernels(dx, dy, cv2.FILTER_SCHARR)]
        ],
        "laplacian": [
            {"size": size, "values": cv2.Laplacian(delta_image(), cv2.CV_64F, ksize=size)[4:13, 4:13].tolist()}
            for size in (1, 3, 5, 7, 9)
        ],
        "scipy": [
            {"name": "gaussian", "options": {"sigma": sigma, "truncate": truncate},
             "values": impulse(ndimage.gaussian_filter, sigma, truncate=truncate)}
            for sigma in (0.5, 1, 1.7, 2.5) for truncate in (4, 3)
        ] + [
            {"name": "laplacianOfGaussian", "options": {"sigma": sigma},
             "values": impulse(ndimage.gaussian_laplace, sigma)} for sigma in (0.6, 1, 2)
        ] + [
            {"name": name, "options": {}, "values": impulse(lambda *a, **o: -ndimage.prewitt(*a, **o), axis)}
            for name, axis in (("prewittX", 1), ("prewittY", 0))
        ],
    }


def delta_image():
    """In the middle of a frame as wide as the largest of the kernels that is tried needs."""
    image = np.zeros((17, 17))
    image[8, 8] = 1
    return image


def filter_images():
    """Noise over the whole range of the type, but for floats, which are like 8-bit colours."""
    def noise(shape, dtype, step):
        count = int(np.prod(shape))
        low, high = (np.iinfo(dtype).min, np.iinfo(dtype).max) if dtype != "float32" else (0, 255)
        values = low + (np.arange(count) * step) % (high - low + 1)
        return (values if dtype != "float32" else values + np.arange(count) % 8 / 8).astype(dtype).reshape(shape)

    return {
        "u8": noise((9, 11), "uint8", 97), "u8x3": noise((9, 11, 3), "uint8", 61), "u16": noise((9, 11), "uint16", 24593),
        "i16": noise((9, 11), "int16", 24593), "f32": noise((9, 11), "float32", 89), "f32x4": noise((9, 11, 4), "float32", 83),
    }


def filter_cases(images):
    """What OpenCV (else SciPy) makes of the images, in the type that the filter here gives."""
    borders = {"reflect": "REFLECT_101", "symm": "REFLECT", "edge": "REPLICATE", "fill": "CONSTANT"}
    everywhere = tuple(images)

    def case(name, options, source, image, values):
        return {"filter": name, "options": options, "source": source, "image": image, "values": values.ravel().tolist()}

    for image in everywhere:
        for size, sigma in ((3, 0), (5, 0), (7, 0), (9, 0), (5, 1.3), (13, 0)):
            options = {"size": size, **({"sigma": sigma} if sigma else {})}
            yield case("gaussianBlur", options, "cv2.GaussianBlur", image,
                       cv2.GaussianBlur(images[image], (size, size), sigma))
        yield case("boxBlur", {}, "cv2.blur", image, cv2.blur(images[image], (3, 3)))
        yield case("boxBlur", {"size": [5, 3]}, "cv2.blur", image, cv2.blur(images[image], (3, 5)))
    for boundary, border in borders.items():
        border = getattr(cv2, f"BORDER_{border}")
        for image in ("u8", "f32x4"):
            yield case("gaussianBlur", {"size": 5, "boundary": boundary}, "cv2.GaussianBlur", image,
                       cv2.GaussianBlur(images[image], (5, 5), 0, borderType=border))
            yield case("sobel", {"boundary": boundary, "output": "x"}, "cv2.Sobel", image,
                       cv2.Sobel(images[image], cv2.CV_32F, 1, 0, borderType=border))
    for image in everywhere:
        for size in (1, 3, 5, 7):
            for output, order in (("x", (1, 0)), ("y", (0, 1))):
                yield case("sobel", {"size": size, "output": output}, "cv2.Sobel", image,
                           cv2.Sobel(images[image], cv2.CV_32F, *order, ksize=size))
    for image in ("u8x3", "i16", "f32"):
        for output, order in (("x", (1, 0)), ("y", (0, 1))):
            yield case("scharr", {"output": output}, "cv2.Scharr", image, cv2.Scharr(images[image], cv2.CV_32F, *order))
        for size in (1, 3, 5):
            yield case("laplacian", {"size": size}, "cv2.Laplacian", image,
                       cv2.Laplacian(images[image], cv2.CV_32F, ksize=size))
    yield case("sobel", {"output": "x", "dtype": "int16"}, "cv2.Sobel", "u8", cv2.Sobel(images["u8"], cv2.CV_16S, 1, 0))
    yield case("laplacian", {"dtype": "int16"}, "cv2.Laplacian", "u8", cv2.Laplacian(images["u8"], cv2.CV_16S))
    for image in ("u8", "f32"):
        x, y = (cv2.Sobel(images[image], cv2.CV_64F, *order) for order in ((1, 0), (0, 1)))
        yield case("sobel", {"output": "magnitude"}, "cv2.Sobel, numpy.hypot", image, np.hypot(x, y))
        yield case("sobel", {"output": "angle"}, "cv2.Sobel, numpy.arctan2", image, np.arctan2(y, x))
        yield case("sharpen", {}, "cv2.filter2D", image,
                   cv2.filter2D(images[image], -1, np.float32([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])))
        yield case("emboss", {}, "cv2.filter2D", image,
                   cv2.filter2D(images[image], -1, np.float32([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])))
        yield case("edges", {}, "cv2.filter2D", image,
                   cv2.filter2D(images[image], -1, np.float32([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])))
        wide = images[image].astype(np.float64)
        for sigma, amount, threshold in ((1, 1, 0), (1.5, 0.6, 0), (1, 2, 12)):
            difference = wide - cv2.GaussianBlur(wide, (2 * int(4 * sigma + 0.5) + 1,) * 2, sigma)
            sharp = wide + amount * np.where(np.abs(difference) > threshold, difference, 0)
            yield case("unsharpMask", {"sigma": sigma, "amount": amount, "threshold": threshold},
                       "cv2.GaussianBlur, in float64", image, sharp if image == "f32" else np.clip(np.rint(sharp), 0, 255))
    wide = images["f32"].astype(np.float64)
    for sigma in (0.7, 1.5):
        yield case("gaussianBlur", {"sigma": sigma, "dtype": "float64"}, "scipy.ndimage.gaussian_filter", "f32",
                   ndimage.gaussian_filter(wide, sigma, mode="mirror"))
        yield case("laplacianOfGaussian", {"sigma": sigma, "dtype": "float64"}, "scipy.ndimage.gaussian_laplace", "f32",
                   ndimage.gaussian_laplace(wide, sigma, mode="mirror"))
    yield case("boxBlur", {"size": 5, "dtype": "float64"}, "scipy.ndimage.uniform_filter", "f32",
               ndimage.uniform_filter(wide, 5, mode="mirror"))
    for output, axis in (("x", 1), ("y", 0)):
        yield case("prewitt", {"output": output, "dtype": "float64"}, "scipy.ndimage.prewitt", "f32",
                   ndimage.prewitt(wide, axis, mode="mirror"))
    yield case("grayscale", {}, "cv2.cvtColor", "u8x3", cv2.cvtColor(images["u8x3"], cv2.COLOR_RGB2GRAY))
    yield case("grayscale", {}, "cv2.cvtColor", "f32x4", cv2.cvtColor(images["f32x4"], cv2.COLOR_RGBA2GRAY))


def gray_of_16_bits():
    """Red, green, blue and the gray that cvtColor makes of them."""
    triples = [(n * 7919 % 65536, n * 31337 % 65536, n * 50021 % 65536) for n in range(200)] + [(65535, 65535, 65535)]
    grays = cv2.cvtColor(np.array([triples], np.uint16), cv2.COLOR_RGB2GRAY)[0]
    return [[*rgb, int(gray)] for rgb, gray in zip(triples, grays)]


# What OpenCV makes of integers, and of floats beside them. One after another the cases take all images of a type, all
# borders and all deltas, in steps that keep these apart from each other and from the conversions.
SHAPES = {"9x13": (9, 13), "5x40": (5, 40), "5x13x3": (5, 13, 3), "4x11x4": (4, 11, 4)}
BORDERS = {"fill": "CONSTANT", "edge": "REPLICATE", "symm": "REFLECT", "reflect": "REFLECT_101", "wrap": "WRAP"}
DELTAS = [0, 0, 10, 0, 0.5, 0, -3]
DEPTHS = {"uint8": cv2.CV_8U, "int16": cv2.CV_16S, "uint16": cv2.CV_16U, "float32": cv2.CV_32F}
SAME_TYPE = [(dtype, dtype) for dtype in DEPTHS]
COMMON_CONVERSIONS = SAME_TYPE + [("uint8", "int16"), ("uint8", "float32")]
CONVERSIONS = COMMON_CONVERSIONS + [("int16", "float32"), ("uint16", "float32")]


def noisy_image(name, dtype):
    """Noise of which a fifth is the least or the greatest value; floats are multiples of 1/8."""
    state = np.random.RandomState(list(SHAPES).index(name) + 1)
    info = np.iinfo("int16" if dtype == "float32" else dtype)
    values = state.randint(info.min, info.max + 1, SHAPES[name])
    values[state.random_sample(SHAPES[name]) < 0.1] = info.min
    values[state.random_sample(SHAPES[name]) < 0.1] = info.max
    return (values // 64 / 8).astype(np.float32) if dtype == "float32" else values.astype(dtype)


def noisy_kernel(rows, cols):
    taps = np.random.RandomState(rows * cols).random_sample((rows, cols))
    return taps / taps.sum()


def noisy_integers(rows, cols, greatest):
    return np.random.RandomState(rows * cols).randint(-greatest, greatest + 1, (rows, cols)).astype(float)


def sobel_kernel(dx, dy, size):
    row, column = cv2.getDerivKernels(dx, dy, size, ktype=cv2.CV_64F)
    return np.outer(column, row)


NOISY_IMAGES = {f"{dtype} {name}": noisy_image(name, dtype) for dtype in DEPTHS for name in SHAPES}
FILTERS = {
    "edge 3x3": np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "sharpen 3x3": np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "integers 5x5": noisy_integers(5, 5, 9),
    "integers 1x7": noisy_integers(1, 7, 9),
    "integers 7x1": noisy_integers(7, 1, 9)[::-1],
    "mean 3x3": np.full((3, 3), 1 / 9),
    "binomial 3x3": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    "fractions 5x5": noisy_kernel(5, 5),
}
# OpenCV takes WRAP only where it transforms, which it does with large kernels.
LARGE_FILTERS = {"integers 13x13": noisy_integers(13, 13, 2), "fractions 13x13": noisy_kernel(13, 13)}
SOBELS = {f"Sobel {dx}, {dy}, {size}": (dx, dy, size) for dx, dy, size in ((1, 0, 3), (0, 1, 5), (1, 1, 3), (2, 0, 7))}
SCHARRS = {f"Scharr {dx}, {dy}": (dx, dy) for dx, dy in ((1, 0), (0, 1))}
LAPLACIANS = {
    "Laplacian 1": np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "Laplacian 3": np.array([[2.0, 0, 2], [0, -8, 0], [2, 0, 2]]),
}
KERNELS_OF_INTEGERS = {
    **FILTERS, **LARGE_FILTERS, **LAPLACIANS,
    **{name: sobel_kernel(*order) for name, order in SOBELS.items()},
    **{name: sobel_kernel(*order, cv2.FILTER_SCHARR) for name, order in SCHARRS.items()},
}
SEPARABLE = {
    "binomial": (np.array([1.0, 2, 1]), np.array([1.0, 2, 1])),
    "binomial / 4": (np.array([1.0, 2, 1]) / 4, np.array([1.0, 2, 1]) / 4),
    "integers 5, 3": (np.array([1.0, -2, 3, 5, -1]), np.array([2.0, 0, -1])),
    "fractions 3, 7": (noisy_kernel(3, 1)[:, 0], noisy_kernel(1, 7)[0]),
}
GAUSSIANS = {f"Gaussian {size}": size for size in (3, 5, 7, 21)}
FACTORS = {**SEPARABLE, **{name: (cv2.getGaussianKernel(size, 0)[:, 0],) * 2 for name, size in GAUSSIANS.items()}}


def each(function, array):
    """An array of Python objects, which are as exact as they please."""
    return np.array([function(value) for value in array.ravel().tolist()] + [None], object)[:-1].reshape(array.shape)


def exact_sums(image, taps, boundary, delta):
    """Fractions, of taps that are fractions."""
    rows, cols = taps.shape
    sides = ((rows // 2, rows // 2), (cols // 2, cols // 2)) + ((0, 0),) * (image.ndim - 2)
    # As integers, which are added up faster: taps in units of 1 / common, pixels in eighths.
    common = math.lcm(*(tap.denominator for tap in taps.flat))
    big = np.pad((image.astype(float) * 8).astype(int), sides, mode=NUMPY_PAD[boundary]).astype(object)
    height, width = image.shape[:2]
    sums = np.full(image.shape, 0, object)
    for u, v in np.ndindex(rows, cols):
        sums += big[u:u + height, v:v + width] * int(taps[u, v] * common)
    return each(lambda value: Fraction(value, 8 * common) + Fraction(delta), sums)


def greatest_error(values, sums):
    """How far floats are from the exact sums, and integers from these rounded half to even and saturated."""
    wanted = sums
    if values.dtype != np.float32:
        info = np.iinfo(values.dtype)
        # Python rounds fractions half to even.
        wanted = each(lambda value: min(max(round(value), info.min), info.max), sums)
    return float(max(abs(each(Fraction, values.astype(float)) - wanted).flat))


def shortest(values):
    """Floats in as few digits as tell them from their neighbours in float32."""
    if values.dtype != np.float32:
        return values.ravel().tolist()
    return [float(np.format_float_positional(value, unique=True)) for value in values.ravel()]


def integer_cases():
    cases = []

    def add(function, conversions, name, taps, call, border=None, deltas=DELTAS, **inputs):
        for source, dtype in conversions:
            n = len(cases)
            boundary = border or ("fill", "edge", "symm", "reflect")[n // 3 % 4]
            image_name = f"{source} {list(SHAPES)[(n + n // 8) % 4]}"
            image, delta = NOISY_IMAGES[image_name], deltas[n % len(deltas)]
            options = {"borderType": getattr(cv2, f"BORDER_{BORDERS[boundary]}"), **({"delta": delta} if delta else {})}
            values = call(image, DEPTHS[dtype], options)
            assert values.dtype == dtype and values.shape == image.shape
            cases.append({
                "function": function, "filter": name, **inputs, "image": image_name, "dtype": dtype,
                "boundary": boundary, "border": f"BORDER_{BORDERS[boundary]}", "delta": delta,
                "off": greatest_error(values, exact_sums(image, each(Fraction, taps), boundary, delta)),
                "values": shortest(values),
            })

    for name, kernel in FILTERS.items():
        add("filter2D", CONVERSIONS, name, kernel, lambda image, depth, options: cv2.filter2D(image, depth, kernel, **options))
    wrapped = [("uint8", "uint8"), ("uint8", "int16"), ("float32", "float32")]
    for name, kernel in LARGE_FILTERS.items():
        add("filter2D", wrapped, name, kernel,
            lambda image, depth, options: cv2.filter2D(image, depth, kernel, **options), border="wrap")
    for name, (column, row) in SEPARABLE.items():
        taps = np.outer(each(Fraction, column), each(Fraction, row))
        add("sepFilter2D", CONVERSIONS, name, taps,
            lambda image, depth, options: cv2.sepFilter2D(image, depth, row, column, **options))
    for size in (3, 5, 15):
        for normalize in (True, False):
            taps = np.full((size, size), Fraction(1, size * size if normalize else 1), object)
            add("boxFilter", COMMON_CONVERSIONS, f"box {size}", taps,
                lambda image, depth, options: cv2.boxFilter(image, depth, (size, size), normalize=normalize, **options),
                deltas=[0], size=size, normalize=normalize)
    for name, (dx, dy, size) in SOBELS.items():
        add("Sobel", COMMON_CONVERSIONS, name, KERNELS_OF_INTEGERS[name],
            lambda image, depth, options: cv2.Sobel(image, depth, dx, dy, ksize=size, **options))
    for name, (dx, dy) in SCHARRS.items():
        add("Scharr", COMMON_CONVERSIONS, name, KERNELS_OF_INTEGERS[name],
            lambda image, depth, options: cv2.Scharr(image, depth, dx, dy, **options))
    for name, kernel in LAPLACIANS.items():
        add("Laplacian", COMMON_CONVERSIONS, name, kernel,
            lambda image, depth, options: cv2.Laplacian(image, depth, ksize=int(name[-1]), **options))
    for name, size in GAUSSIANS.items():
        taps = np.outer(*(each(Fraction, factor) for factor in FACTORS[name]))
        # Bytes twice: with another image and border.
        add("GaussianBlur", SAME_TYPE + SAME_TYPE[:1], name, taps,
            lambda image, _, options: cv2.GaussianBlur(image, (size, size), 0, **options), deltas=[0])
    return cases


def compact(value):
    """Whole numbers as 3 instead of 3.0: the same number in JSON, and a smaller file."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: compact(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [compact(item) for item in value]
    return value


def write(name, content):
    """One line for each entry, so that a changed answer shows as a changed line."""
    def line(item):
        return json.dumps(compact(item), separators=(",", ":"))

    parts = []
    for key, value in {"versions": VERSIONS, **content}.items():
        if isinstance(value, list):
            body = "[\n" + ",\n".join(line(item) for item in value) + "\n]"
        elif isinstance(value, dict):
            body = "{\n" + ",\n".join(f"{json.dumps(k)}:{line(v)}" for k, v in value.items()) + "\n}"
        else:
            body = line(value)
        parts.append(f"{json.dumps(key)}:{body}")
    path = OUT / name
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"{path.relative_to(OUT.parent.parent)}: {path.stat().st_size / 1024:.0f} KiB")


OUT.mkdir(parents=True, exist_ok=True)
KERNEL_LISTS = {name: kernel.tolist() for name, kernel in KERNELS.items()}
write("scipy.json", {
    "images": {name: image.tolist() for name, image in IMAGES.items()},
    "kernels": KERNEL_LISTS,
    "cases": list(scipy_cases()),
    "ndimage": list(ndimage_cases()),
    "geometry": list(geometry_cases()),
    "dtypes": list(dtype_cases()),
    "rounding": half_to_even(),
    "documented": documented(),
})
write("placement.json", {"image": IMAGES["eighths"].tolist(), "cases": list(placement_cases())})
write("tutorial.json", tutorial())
write("opencv.json", {
    "images": {"float32": eighths(6, 8).tolist(), "uint8": integers(6, 8, np.uint8).tolist()},
    "kernels": {name: KERNEL_LISTS[name] for name in ("3x3", "5x3", "4x2", "1x5", "4x1")},
    "filter2D": list(opencv_filters()),
    "gray": opencv_gray(),
})
FILTER_IMAGES = filter_images()
write("filters.json", {
    "kernels": kernels_by_name(),
    "images": {
        name: {"dtype": str(image.dtype), "shape": list(image.shape), "values": image.ravel().tolist()}
        for name, image in FILTER_IMAGES.items()
    },
    "cases": list(filter_cases(FILTER_IMAGES)),
    "gray16": gray_of_16_bits(),
})
write("opencv-integers.json", {
    "images": {
        name: {"dtype": str(image.dtype), "shape": image.shape, "data": shortest(image)}
        for name, image in NOISY_IMAGES.items()
    },
    "kernels": {name: kernel.tolist() for name, kernel in KERNELS_OF_INTEGERS.items()},
    "factors": {name: [column.tolist(), row.tolist()] for name, (column, row) in FACTORS.items()},
    "cases": integer_cases(),
})
