"""Writes test/cli/npy/, arrays as NumPy saves them: python scripts/npy.py, with NumPy 2."""

from pathlib import Path

import numpy as np

folder = Path(__file__).parent.parent / "test/cli/npy"
# What all of them hold; test/cli/npy.test.ts knows it.
rows = np.arange(12).reshape(3, 4)


def write(name, array, version=(1, 0)):
    with open(folder / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)


for dtype in ["u1", "i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8", ">u2", ">i4", ">i8", ">f4", ">f8"]:
    write(dtype.replace("<", "little-").replace(">", "big-"), rows.astype(dtype))
write("by-columns", np.asfortranarray(rows.astype("<f8")))
write("channels", rows.reshape(2, 2, 3).astype("<i2"))
write("channels-by-columns", np.asfortranarray(rows.reshape(2, 2, 3).astype("<i2")))
write("format-2", rows.astype("<f4"), (2, 0))
write("format-3", rows.astype("<f4"), (3, 0))
write("booleans", rows > 5)
write("special", np.array([[np.nan, np.inf], [-np.inf, -0.0]]))

write("refused-complex", rows.astype("<c8"))
write("refused-half", rows.astype("<f2"))
write("refused-text", rows.astype("<U2"))
write("refused-record", np.zeros((2, 2), dtype=[("a", "<f4"), ("b", "<i4")]))
write("refused-one-axis", rows.ravel())
write("refused-large", np.array([[2**53 + 1]]))
