import numpy as np


def convolve2d(image, kernel, padding=0, strides=1):
    """The loops of many tutorials."""
    kernel = np.flipud(np.fliplr(kernel))
    image = np.pad(image, padding)
    rows = (image.shape[0] - kernel.shape[0]) // strides + 1
    columns = (image.shape[1] - kernel.shape[1]) // strides + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            y, x = i * strides, j * strides
            result[i, j] = (kernel * image[y : y + kernel.shape[0], x : x + kernel.shape[1]]).sum()
    return result


def windows(image, kernel):
    """Without loops, and without a flip."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def padded(image, kernel):
    return windows(np.pad(image, 1, mode="symmetric"), kernel)


def row(image, taps):
    return np.array([np.convolve(line, taps, mode="full") for line in image])
