import { boxBlur, convolve2d, correlate2d, gaussianBlur, laplacian, sharpen, sobel } from 'convolve-wasm';

export function convolve(image, kernel) {
  return convolve2d(image, kernel, { mode: 'same', boundary: 'symm' });
}

export function correlate(image, kernel) {
  return correlate2d(image, kernel, { mode: 'valid' });
}

export function large_kernel(image, kernel) {
  return convolve2d(image, kernel); // transforms where they are faster
}

export function ndimage_convolve(image) {
  return sharpen(image, { boundary: 'symm' });
}

export function gaussian(image, sigma) {
  return gaussianBlur(image, { sigma, boundary: 'symm' });
}

export function uniform(image, size) {
  return boxBlur(image, { size, boundary: 'edge' });
}

export function sobel_across(image) {
  return sobel(image, { output: 'x', boundary: 'symm' });
}

export function laplace(image) {
  return laplacian(image); // boundary 'reflect', which SciPy calls mirror
}
