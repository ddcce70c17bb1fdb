import { boxBlur, correlate2d, gaussianBlur } from 'convolve-wasm';
import { Jimp } from 'jimp';

/** The pixels of a Jimp image, in the form of ImageData. */
function pixelsOf({ bitmap: { data, width, height } }) {
  return { data: new Uint8ClampedArray(data), width, height };
}

export function sharpen(image) {
  const kernel = [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ];
  return Jimp.fromBitmap(correlate2d(pixelsOf(image), kernel, { mode: 'same', boundary: 'edge' }));
}

export function emboss(image) {
  const kernel = [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ]; // `convolute` takes columns: transpose a kernel that is not symmetric, as this one is
  const options = { mode: 'same', boundary: 'edge', alpha: 'filter' };
  return Jimp.fromBitmap(correlate2d(pixelsOf(image), kernel, options));
}

export function gaussian(image, radius) {
  const size = 2 * Math.ceil(2.57 * radius) + 1;
  const options = { sigma: radius, size, boundary: 'edge', alpha: 'filter' };
  return Jimp.fromBitmap(gaussianBlur(pixelsOf(image), options));
}

/** Two box blurs, which jimp calls similar to a Gaussian. Its sigma is sqrt(2 r (r + 1) / 3). */
export function blur(image, radius) {
  const options = { size: 2 * radius + 1, boundary: 'edge', alpha: 'filter' };
  return Jimp.fromBitmap(boxBlur(boxBlur(pixelsOf(image), options), options));
}
