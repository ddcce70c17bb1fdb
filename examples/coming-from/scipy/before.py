import numpy as np
from scipy import ndimage, signal

SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])


def convolve(image, kernel):
    return signal.convolve2d(image, kernel, mode="same", boundary="symm")


def correlate(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid")


def large_kernel(image, kernel):
    return signal.fftconvolve(image, kernel, mode="full")


def ndimage_convolve(image):
    return ndimage.convolve(image, SHARPEN)  # mode="reflect", which repeats the pixel at the edge


def gaussian(image, sigma):
    return ndimage.gaussian_filter(image, sigma)


def uniform(image, size):
    return ndimage.uniform_filter(image, size, mode="nearest")


def sobel_across(image):
    return ndimage.sobel(image, axis=1)


def laplace(image):
    return ndimage.laplace(image, mode="mirror")
