import { convolve2d as convolve, correlate2d } from 'convolve-wasm';

export function convolve2d(image, kernel, padding = 0, stride = 1) {
  return convolve(image, kernel, { padding, stride });
}

export function windows(image, kernel) {
  return correlate2d(image, kernel, { mode: 'valid' });
}

export function padded(image, kernel) {
  return correlate2d(image, kernel, { padding: 1, boundary: 'symm' });
}

export function row(image, taps) {
  return convolve(image, [taps]);
}
