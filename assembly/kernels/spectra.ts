import { Float } from '../lanes/float';

/** Multiplies complex rows in place by those of `other`. A row has `groupBytes` of real parts, then as much of imaginary parts. */
export function multiply<T>(rows: usize, other: usize, groupBytes: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    for (const end = rows + groupBytes; rows < end; rows += 16, other += 16) {
      const ar = v128.load(rows);
      const ai = v128.load(rows + groupBytes);
      const br = v128.load(other);
      const bi = v128.load(other + groupBytes);
      v128.store(rows, Float.multiplySubtract<T>(ai, bi, v128.mul<T>(ar, br)));
      v128.store(rows + groupBytes, Float.multiplyAdd<T>(ai, br, v128.mul<T>(ar, bi)));
    }
    rows += groupBytes;
    other += groupBytes;
  }
}

/**
 * Completes the spectrum (see fourier.ts) of a real matrix, where row N - f is the conjugate of row f. `rowTable` lists pairs of
 * rows (i32): the one to read and the one to write.
 */
export function conjugate<T>(
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
  pairs: i32,
  rowBytes: usize,
): void {
  for (let i = 0; i < pairs; i++) {
    let from = spectrum + <usize>load<i32>(rowTable) * (pitchBytes * 2);
    let to = spectrum + <usize>load<i32>(rowTable, 4) * (pitchBytes * 2);
    for (const end = from + rowBytes; from < end; from += 16, to += 16) {
      v128.store(to, v128.load(from));
      v128.store(to + pitchBytes, v128.neg<T>(v128.load(from + pitchBytes)));
    }
    rowTable += 8;
  }
}
