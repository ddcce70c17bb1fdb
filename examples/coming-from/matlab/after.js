import {
  boxBlur,
  convolve2d,
  correlate2d,
  gaussianBlur,
  motionBlur,
  sepConvolve2d,
  sobel,
} from 'convolve-wasm';

// conv2 centres even sizes one element further than SciPy and this package do.
const anchorOf = (kernel) => [Math.floor(kernel.length / 2), Math.floor(kernel[0].length / 2)];

export const full = (image, kernel) => convolve2d(image, kernel);
export const same = (image, kernel) => convolve2d(image, kernel, { mode: 'same', anchor: anchorOf(kernel) });
export const valid = (image, kernel) => convolve2d(image, kernel, { mode: 'valid' });
export const separable = (image) => sepConvolve2d(image, [1, 2, 1], [1, 0, -1], { mode: 'same' });
export const correlated = (image, kernel) => correlate2d(image, kernel, { mode: 'same' });

export const zeros_around = (image, kernel) => correlate2d(image, kernel, { mode: 'same' });
export const replicate = (image, kernel) => correlate2d(image, kernel, { mode: 'same', boundary: 'edge' });
export const symmetric = (image, kernel) => correlate2d(image, kernel, { mode: 'same', boundary: 'symm' });
export const circular = (image, kernel) => correlate2d(image, kernel, { mode: 'same', boundary: 'wrap' });
export const flipped = (image, _, odd) => convolve2d(image, odd, { mode: 'same', boundary: 'edge' });

export const gaussian = (image) => gaussianBlur(image, { sigma: 1.2, size: 5, boundary: 'edge' });
export const average = (image) => boxBlur(image, { size: 3, boundary: 'symm' });
export const motion = (image) => motionBlur(image, { length: 5, boundary: 'edge' });
export const sobel_down = (image) => sobel(image, { output: 'y', boundary: 'edge' });
