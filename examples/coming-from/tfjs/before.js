import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** Rows of numbers. tfjs wants images as [batch, rows, columns, in] and kernels as [rows, columns, in, out]. */
function conv2d(rows, kernel, stride, pad) {
  return tf.tidy(() => {
    const image = tf.tensor4d([rows.map((row) => row.map((value) => [value]))]);
    const filter = tf.tensor4d(kernel.map((row) => row.map((tap) => [[tap]])));
    const result = tf.conv2d(image, filter, stride, pad);
    return tf.squeeze(result, [0, 3]).arraySync();
  });
}

export function valid(rows, kernel) {
  return conv2d(rows, kernel, 1, 'valid');
}

export function padded(rows, kernel) {
  return conv2d(rows, kernel, 2, 1);
}

export function same(rows, kernel) {
  return conv2d(rows, kernel, 1, 'same');
}

export function sameStride2(rows, kernel) {
  return conv2d(rows, kernel, 2, 'same');
}

/** The same kernel for each channel of { data, shape: [rows, columns, channels] }. */
export function depthwise({ data, shape }, kernel) {
  return tf.tidy(() => {
    const image = tf.tensor4d(data, [1, ...shape]);
    const filter = tf.tensor4d(kernel.map((row) => row.map((tap) => Array(shape[2]).fill([tap]))));
    const result = tf.depthwiseConv2d(image, filter, 1, 'valid');
    return { data: result.dataSync(), shape: result.shape.slice(1) };
  });
}
