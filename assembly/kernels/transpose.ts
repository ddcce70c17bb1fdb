/*
 * Transposes a group of rows of a spectrum (see fourier.ts) into `lines` and back, so that the transform of columns can transform
 * rows too. Line x holds the elements of column x: `groupBytes` of real parts, then as much of imaginary parts. `rowTable` lists
 * the rows of the group (i32), which may repeat. `columns` is a multiple of the lanes of a vector.
 */

export function gather<T>(
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
  groupBytes: usize,
  columns: i32,
  lines: usize,
): void {
  Group.transpose<T>(spectrum, pitchBytes, rowTable, groupBytes, columns, lines, true);
}

/** The inverse of `gather`. */
export function scatter<T>(
  lines: usize,
  groupBytes: usize,
  columns: i32,
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
): void {
  Group.transpose<T>(spectrum, pitchBytes, rowTable, groupBytes, columns, lines, false);
}

/** Inlined, so that the compiler decides the direction. */
class Group {
  @inline
  static transpose<T>(
    spectrum: usize,
    pitchBytes: usize,
    rowTable: usize,
    groupBytes: usize,
    columns: i32,
    lines: usize,
    isGather: bool,
  ): void {
    const lineBytes = groupBytes * 2;
    const stepBytes = lineBytes * (16 / sizeof<T>());
    for (let g: usize = 0; g < groupBytes; g += 16) {
      const table = rowTable + (g / sizeof<T>()) * 4;
      for (let part: usize = 0; part < 2; part++) {
        const base = spectrum + part * pitchBytes;
        const row0 = row(base, pitchBytes, table, 0);
        const row1 = row(base, pitchBytes, table, 1);
        const line0 = lines + part * groupBytes + g;
        const line1 = line0 + lineBytes;
        if (sizeof<T>() === 4) {
          const row2 = row(base, pitchBytes, table, 2);
          const row3 = row(base, pitchBytes, table, 3);
          const line2 = line1 + lineBytes;
          const line3 = line2 + lineBytes;
          if (isGather) blocks4(row0, row1, row2, row3, 16, line0, line1, line2, line3, stepBytes, columns);
          else blocks4(line0, line1, line2, line3, stepBytes, row0, row1, row2, row3, 16, columns);
        } else {
          if (isGather) blocks2(row0, row1, 16, line0, line1, stepBytes, columns);
          else blocks2(line0, line1, stepBytes, row0, row1, 16, columns);
        }
      }
    }
  }
}

function row(base: usize, pitchBytes: usize, table: usize, index: usize): usize {
  return base + <usize>load<i32>(table + index * 4) * (pitchBytes * 2);
}

/** Transposes blocks of 4 x 4 elements of 32 bits. The next block lies `step` bytes further on, and is written `toStep` bytes further on. */
function blocks4(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  step: usize,
  p: usize,
  q: usize,
  r: usize,
  s: usize,
  toStep: usize,
  columns: i32,
): void {
  for (let i = 0; i < columns; i += 4) {
    const va = v128.load(a);
    const vb = v128.load(b);
    const vc = v128.load(c);
    const vd = v128.load(d);
    const abLow = v128.shuffle<f32>(va, vb, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(va, vb, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(vc, vd, 0, 4, 1, 5);
    const cdHigh = v128.shuffle<f32>(vc, vd, 2, 6, 3, 7);
    v128.store(p, v128.shuffle<f64>(abLow, cdLow, 0, 2));
    v128.store(q, v128.shuffle<f64>(abLow, cdLow, 1, 3));
    v128.store(r, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
    v128.store(s, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
    a += step;
    b += step;
    c += step;
    d += step;
    p += toStep;
    q += toStep;
    r += toStep;
    s += toStep;
  }
}

/** Transposes blocks of 2 x 2 elements of 64 bits. */
function blocks2(a: usize, b: usize, step: usize, p: usize, q: usize, toStep: usize, columns: i32): void {
  for (let i = 0; i < columns; i += 2) {
    const va = v128.load(a);
    const vb = v128.load(b);
    v128.store(p, v128.shuffle<f64>(va, vb, 0, 2));
    v128.store(q, v128.shuffle<f64>(va, vb, 1, 3));
    a += step;
    b += step;
    p += toStep;
    q += toStep;
  }
}
