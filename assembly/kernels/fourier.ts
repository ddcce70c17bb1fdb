import { both2, forward3, forward4, inverse3, inverse4 } from './butterflies';

/*
 * Fourier transforms of all columns of a complex matrix at once. Row i of the matrix is the real row at
 * `spectrum + 2 * i * pitchBytes` and the imaginary row `pitchBytes` further on. A vector holds neighbouring columns,
 * so nothing is ever transposed or shuffled.
 *
 * The length is 4 times a product of the `radices` (i32, each 4, 3 or 2; a 2 only as the last). Forward is decimation
 * in frequency, inverse decimation in time with the same steps in the opposite order (Cooley and Tukey 1965; Gentleman
 * and Sande 1966): so frequencies lie in digit-reversed order in between, which products of spectra do not mind.
 * `twiddles` holds, for each step from the longest part to the shortest and each j below part / radix, the powers
 * 1 to radix - 1 of exp(-2 pi i j / part), real and imaginary. Row lengths are in bytes, multiples of 16.
 */

/**
 * Transforms the columns of `real` + i `imaginary` into `spectrum`, whose own rows they may be. A pitch of 0 takes the
 * same row again and again: a row of zeros is a whole imaginary part.
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
 * Transforms back, without a factor, and adds `delta`. `twiddlesEnd` is where the table ends. Every `rowStride`-th of
 * the first `realRows` rows of the real part goes to `real`, of the first `imaginaryRows` of the imaginary part to
 * `imaginary`, `destinationPitchBytes` apart; the others are lost in `discard`, a row of its own. A destination row
 * may be the spectrum's own row of the same number and part.
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
