import type { DirectKernel } from './direct-kernel.ts';

/** See `DirectKernel`. The sums are float64. */
export const directF64: DirectKernel = (
  source,
  { rowStep, tapRowStep, columnOffsets, columnStep, count },
  taps,
  delta,
  { values, at: start, rowStride },
  rows,
) => {
  const tapColumns = columnOffsets.length;
  const tapsEnd = taps.length;
  let row = 0;
  if (rowStep === tapRowStep && columnStep !== 0 && count >= 4) {
    for (; row + 2 <= rows; row += 2) {
      for (let tile = 0; tile < count; tile += 4) {
        const x = Math.min(tile, count - 4);
        let a0 = 0;
        let a1 = 0;
        let a2 = 0;
        let a3 = 0;
        let b0 = 0;
        let b1 = 0;
        let b2 = 0;
        let b3 = 0;
        let line = row * rowStep + x;
        for (let v = 0, at = line; v < tapColumns; v++, at += columnStep) {
          const k = taps[v] as number;
          a0 += k * (source[at] as number);
          a1 += k * (source[at + 1] as number);
          a2 += k * (source[at + 2] as number);
          a3 += k * (source[at + 3] as number);
        }
        for (let tapRow = tapColumns; tapRow < tapsEnd; tapRow += tapColumns) {
          line += tapRowStep;
          for (let v = 0, at = line; v < tapColumns; v++, at += columnStep) {
            const k = taps[tapRow + v] as number;
            const kBefore = taps[tapRow - tapColumns + v] as number;
            const x0 = source[at] as number;
            const x1 = source[at + 1] as number;
            const x2 = source[at + 2] as number;
            const x3 = source[at + 3] as number;
            a0 += k * x0;
            a1 += k * x1;
            a2 += k * x2;
            a3 += k * x3;
            b0 += kBefore * x0;
            b1 += kBefore * x1;
            b2 += kBefore * x2;
            b3 += kBefore * x3;
          }
        }
        line += tapRowStep;
        for (let v = 0, at = line; v < tapColumns; v++, at += columnStep) {
          const k = taps[tapsEnd - tapColumns + v] as number;
          b0 += k * (source[at] as number);
          b1 += k * (source[at + 1] as number);
          b2 += k * (source[at + 2] as number);
          b3 += k * (source[at + 3] as number);
        }
        const to = start + row * rowStride + x;
        values[to] = a0 + delta;
        values[to + 1] = a1 + delta;
        values[to + 2] = a2 + delta;
        values[to + 3] = a3 + delta;
        const below = to + rowStride;
        values[below] = b0 + delta;
        values[below + 1] = b1 + delta;
        values[below + 2] = b2 + delta;
        values[below + 3] = b3 + delta;
      }
    }
  }
  for (; row < rows; row++) {
    if (count < 8) {
      for (let x = 0; x < count; x++) {
        let sum = 0;
        let line = row * rowStep + x;
        for (let tapRow = 0; tapRow < tapsEnd; tapRow += tapColumns) {
          for (let v = 0; v < tapColumns; v++) {
            sum += (taps[tapRow + v] as number) * (source[line + (columnOffsets[v] as number)] as number);
          }
          line += tapRowStep;
        }
        values[start + row * rowStride + x] = sum + delta;
      }
      continue;
    }
    for (let tile = 0; tile < count; tile += 8) {
      const x = Math.min(tile, count - 8);
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let a4 = 0;
      let a5 = 0;
      let a6 = 0;
      let a7 = 0;
      let line = row * rowStep + x;
      for (let tapRow = 0; tapRow < tapsEnd; tapRow += tapColumns) {
        for (let v = 0; v < tapColumns; v++) {
          const k = taps[tapRow + v] as number;
          const at = line + (columnOffsets[v] as number);
          a0 += k * (source[at] as number);
          a1 += k * (source[at + 1] as number);
          a2 += k * (source[at + 2] as number);
          a3 += k * (source[at + 3] as number);
          a4 += k * (source[at + 4] as number);
          a5 += k * (source[at + 5] as number);
          a6 += k * (source[at + 6] as number);
          a7 += k * (source[at + 7] as number);
        }
        line += tapRowStep;
      }
      const to = start + row * rowStride + x;
      values[to] = a0 + delta;
      values[to + 1] = a1 + delta;
      values[to + 2] = a2 + delta;
      values[to + 3] = a3 + delta;
      values[to + 4] = a4 + delta;
      values[to + 5] = a5 + delta;
      values[to + 6] = a6 + delta;
      values[to + 7] = a7 + delta;
    }
  }
};
