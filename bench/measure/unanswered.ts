import type { TypedArray } from 'convolve-wasm';

/** Any byte will do that is not the 0 of a new array: then an element left out differs from that of a fresh result. */
const NOT_ZERO = 0x55;

/** Filled with what no answer is, so that an element left out shows; integers with what hardly any is. */
export function unanswered<Data extends TypedArray>(data: Data): Data {
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  data.fill(isFloat ? Number.NaN : NOT_ZERO);
  return data;
}
