"""Writes scipy.json and numpy.json: what examples/coming-from/*/before.py give for the arguments below.

Run it in this folder, with NumPy and SciPy.
"""

import importlib.util
import json

import numpy as np

random = np.random.default_rng(2)
image = random.integers(0, 256, (9, 12)).astype(np.float64)
kernel = random.integers(-9, 10, (3, 4)).astype(np.float64)
odd = random.integers(-9, 10, (3, 3)).astype(np.float64)
large = random.integers(-9, 10, (20, 20)).astype(np.float64)
taps = np.array([1.0, 2.0, 4.0])

calls = {
    "scipy": {
        "convolve": [image, kernel],
        "correlate": [image, kernel],
        "large_kernel": [image, large],
        "ndimage_convolve": [image],
        "gaussian": [image, 1.5],
        "uniform": [image, 5],
        "sobel_across": [image],
        "laplace": [image],
    },
    "numpy": {
        "convolve2d": [image, odd, 2, 2],
        "windows": [image, kernel],
        "padded": [image, odd],
        "row": [image, taps],
    },
}

for name, functions in calls.items():
    spec = importlib.util.spec_from_file_location(name, f"../../../examples/coming-from/{name}/before.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    golden = {
        function: {
            "args": [np.asarray(argument).tolist() for argument in args],
            "result": getattr(module, function)(*args).tolist(),
        }
        for function, args in functions.items()
    }
    with open(f"{name}.json", "w") as file:
        json.dump(golden, file)
        file.write("\n")
