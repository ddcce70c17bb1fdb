import { boxBlur, correlate2d, gaussianBlur, grayscale, sobel } from 'convolve-wasm';

// OpenCV filters alpha like a colour. Leave `alpha` out, and clear pixels do not darken their neighbours.
const alpha = 'filter';

export function gaussian(imageData, sigma) {
  return gaussianBlur(imageData, { sigma, truncate: 3, alpha }); // OpenCV ends bytes at 3 sigma, floats at 4
}

export function sharpen(imageData) {
  const kernel = [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ];
  return correlate2d(imageData, kernel, { mode: 'same', boundary: 'edge', alpha });
}

export function sobelAcross(imageData) {
  return sobel(grayscale(imageData), { output: 'x' });
}

export function mean(imageData, size) {
  return boxBlur(imageData, { size, alpha });
}
