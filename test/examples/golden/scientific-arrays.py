"""Makes examples/scientific-arrays/temperatures.npy, and what SciPy fills its gaps with.

Run it in this folder, with NumPy and SciPy.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

rows, columns = np.mgrid[0:40, 0:60]
field = (15 + 6 * np.sin(rows / 9) * np.cos(columns / 11) + 0.02 * columns).astype(np.float32)
is_missing = np.random.default_rng(1).random(field.shape) < 0.1
is_missing[12:18, 20:29] = True  # a cloud
field[is_missing] = np.nan
np.save("../../../examples/scientific-arrays/temperatures.npy", field)

# Normalised convolution: the mean of the values that are there, by the weights of the kernel. `mirror` is 'reflect' here.
valid = (~is_missing).astype(np.float64)
weights = gaussian_filter(valid, 2, mode="mirror")
sums = gaussian_filter(np.where(is_missing, 0, field).astype(np.float64), 2, mode="mirror")
np.save("filled.npy", np.where(is_missing, sums / weights, field).astype(np.float32))
