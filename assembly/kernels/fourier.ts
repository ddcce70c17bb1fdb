import { both2, forward3, forward4, inverse3, inverse4 } from './butterflies';

/*
 * Fourier transforms of all columns of a complex matrix at once. Row i of the matrix has its real part at
 * `spectrum + 2 * i * pitchBytes` and its imaginary part `pitchBytes` behind it. A vector holds neighbouring columns, so nothing
 * is transposed or shuffled.
 *
 * The length is 4 times the product of the `radices` (i32: 4, 3 or 2, and 2 only as the last). The forward transform is decimation
 * in frequency; the inverse is decimation in time, with the same steps in the opposite order (Cooley and Tukey 1965; Gentleman
 * and Sande 1966). Between them frequencies are in digit-reversed order, which a product of spectra can ignore. `twiddles` holds,
 * for each step from the longest part to the shortest and for each j < part / radix, the powers 1 to radix - 1 of
 * exp(-2 pi i j / part), real and imaginary. `rowBytes` is a multiple of 16.
 */

/**
 * Transforms the columns of `real` + i `imaginary` into `spectrum`. Both may be rows of `spectrum` itself. A row stride of 0 reads
 * the same row each time, so one row of zeros can be the imaginary part.
 */
export function forward<T>(
  real: usize,
  realPitchBytes: usize,
  imaginary: usize,
  imaginaryPitchBytes: usize,
  spectrum: usize,
  pitchBytes: usize,
  length: i32,
  radices: usize,
  steps: i32,
  twiddles: usize,
  rowBytes: usize,
): void {
  const rowStep = pitchBytes * 2;
  let part = length / 4;
  for (let j = 0; j < part; j++) {
    const to = spectrum + <usize>j * rowStep;
    forward4<T>(
      real + <usize>j * realPitchBytes,
      <usize>part * realPitchBytes,
      imaginary + <usize>j * imaginaryPitchBytes,
      <usize>part * imaginaryPitchBytes,
      to,
      pitchBytes,
      <usize>part * rowStep,
      twiddles,
      rowBytes,
    );
    twiddles += 6 * sizeof<T>();
  }
  for (let s = 0; s < steps; s++) {
    const radix = load<i32>(radices + ((<usize>s) << 2));
    const step = part / radix;
    const stepBytes = <usize>step * rowStep;
    for (let j = 0; j < step; j++) {
      for (let row = j; row < length; row += part) {
        const at = spectrum + <usize>row * rowStep;
        if (radix === 4) {
          forward4<T>(
            at,
            stepBytes,
            at + pitchBytes,
            stepBytes,
            at,
            pitchBytes,
            stepBytes,
            twiddles,
            rowBytes,
          );
        } else if (radix === 3) {
          forward3<T>(at, pitchBytes, stepBytes, twiddles, rowBytes);
        } else {
          both2<T>(at, pitchBytes, stepBytes, rowBytes);
        }
      }
      twiddles += <usize>(radix - 1) * (2 * sizeof<T>());
    }
    part = step;
  }
}

/**
 * Transforms back without dividing by the length, and adds `delta`. `twiddlesEnd` is the end of the table of twiddle factors.
 * Of the first `realRows` rows of the real part every `rowStride`-th is written to `real`, and likewise for `imaginary`, with a
 * row stride of `destinationPitchBytes`. All other rows are written to `discard`, one scratch row. A destination row may be the
 * row of the spectrum with the same index and part.
 */
export function inverse<T>(
  spectrum: usize,
  pitchBytes: usize,
  length: i32,
  radices: usize,
  steps: i32,
  twiddlesEnd: usize,
  rowBytes: usize,
  delta: T,
  discard: usize,
  real: usize,
  realRows: i32,
  imaginary: usize,
  imaginaryRows: i32,
  rowStride: i32,
  destinationPitchBytes: usize,
): void {
  const rowStep = pitchBytes * 2;
  let step = 1;
  for (let s = steps - 1; s >= 0; s--) {
    const radix = load<i32>(radices + ((<usize>s) << 2));
    const part = step * radix;
    const stepBytes = <usize>step * rowStep;
    twiddlesEnd -= <usize>step * <usize>(radix - 1) * (2 * sizeof<T>());
    for (let j = 0; j < step; j++) {
      const twiddle = twiddlesEnd + <usize>j * <usize>(radix - 1) * (2 * sizeof<T>());
      for (let row = j; row < length; row += part) {
        const at = spectrum + <usize>row * rowStep;
        if (radix === 4) {
          const b = at + stepBytes;
          const c = b + stepBytes;
          const d = c + stepBytes;
          inverse4<T>(
            at,
            pitchBytes,
            stepBytes,
            twiddle,
            0,
            rowBytes,
            at,
            b,
            c,
            d,
            at + pitchBytes,
            b + pitchBytes,
            c + pitchBytes,
            d + pitchBytes,
          );
        } else if (radix === 3) {
          inverse3<T>(at, pitchBytes, stepBytes, twiddle, rowBytes);
        } else {
          both2<T>(at, pitchBytes, stepBytes, rowBytes);
        }
      }
    }
    step = part;
  }
  const stepBytes = <usize>step * rowStep;
  twiddlesEnd -= <usize>step * (6 * sizeof<T>());
  for (let j = 0; j < step; j++) {
    inverse4<T>(
      spectrum + <usize>j * rowStep,
      pitchBytes,
      stepBytes,
      twiddlesEnd + <usize>j * (6 * sizeof<T>()),
      delta,
      rowBytes,
      place(j, realRows, rowStride, real, destinationPitchBytes, discard),
      place(j + step, realRows, rowStride, real, destinationPitchBytes, discard),
      place(j + 2 * step, realRows, rowStride, real, destinationPitchBytes, discard),
      place(j + 3 * step, realRows, rowStride, real, destinationPitchBytes, discard),
      place(j, imaginaryRows, rowStride, imaginary, destinationPitchBytes, discard),
      place(j + step, imaginaryRows, rowStride, imaginary, destinationPitchBytes, discard),
      place(j + 2 * step, imaginaryRows, rowStride, imaginary, destinationPitchBytes, discard),
      place(j + 3 * step, imaginaryRows, rowStride, imaginary, destinationPitchBytes, discard),
    );
  }
}

function place(
  row: i32,
  rows: i32,
  rowStride: i32,
  destination: usize,
  pitchBytes: usize,
  discard: usize,
): usize {
  return row < rows && row % rowStride === 0 ? destination + <usize>(row / rowStride) * pitchBytes : discard;
}
