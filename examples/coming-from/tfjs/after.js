import { correlate2d } from 'convolve-wasm';

export function valid(rows, kernel) {
  return correlate2d(rows, kernel, { mode: 'valid' });
}

export function padded(rows, kernel) {
  return correlate2d(rows, kernel, { padding: 1, stride: 2 });
}

export function same(rows, kernel) {
  return correlate2d(rows, kernel, { mode: 'same' });
}

export function sameStride2(rows, kernel) {
  const padding = [
    samePadding(rows.length, kernel.length, 2),
    samePadding(rows[0].length, kernel[0].length, 2),
  ];
  return correlate2d(rows, kernel, { padding, stride: 2 });
}

/** What TensorFlow's 'same' adds along an axis: enough for ceil(size / stride) results, an odd one behind. */
function samePadding(size, kernelSize, stride) {
  const results = Math.ceil(size / stride);
  const padding = Math.max((results - 1) * stride + kernelSize - size, 0);
  return [Math.floor(padding / 2), Math.ceil(padding / 2)];
}

/** The same kernel for each channel of { data, shape: [rows, columns, channels] }. */
export function depthwise(image, kernel) {
  return correlate2d(image, kernel, { mode: 'valid' });
}
