/*
 * Between rows of a spectrum (see fourier.ts) and `lines`: a matrix whose row x holds, for column x, the elements of a
 * group of spectrum rows, real parts and then imaginary parts, `groupBytes` of each. So that the transform of columns
 * serves for rows too. `rowTable` names the rows of the group (i32), perhaps one several times;
 * `columns` is a multiple of a vector's lanes.
 */

export function gather<T>(
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
  groupBytes: usize,
  columns: i32,
  lines: usize,
): void {
  for (let g: usize = 0; g < groupBytes; g += 16) {
    const table = rowTable + (g / sizeof<T>()) * 4;
    for (let part: usize = 0; part < 2; part++) {
      const base = spectrum + part * pitchBytes;
      const to = lines + part * groupBytes + g;
      if (sizeof<T>() === 4) {
        blocks4(
          row(base, pitchBytes, table, 0),
          row(base, pitchBytes, table, 1),
          row(base, pitchBytes, table, 2),
          row(base, pitchBytes, table, 3),
          16,
          to,
          to + groupBytes * 2,
          to + groupBytes * 4,
          to + groupBytes * 6,
          groupBytes * 8,
          columns,
        );
      } else {
        blocks2(
          row(base, pitchBytes, table, 0),
          row(base, pitchBytes, table, 1),
          16,
          to,
          to + groupBytes * 2,
          groupBytes * 4,
          columns,
        );
      }
    }
  }
}

/** The opposite direction. */
export function scatter<T>(
  lines: usize,
  groupBytes: usize,
  columns: i32,
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
): void {
  for (let g: usize = 0; g < groupBytes; g += 16) {
    const table = rowTable + (g / sizeof<T>()) * 4;
    for (let part: usize = 0; part < 2; part++) {
      const base = spectrum + part * pitchBytes;
      const from = lines + part * groupBytes + g;
      if (sizeof<T>() === 4) {
        blocks4(
          from,
          from + groupBytes * 2,
          from + groupBytes * 4,
          from + groupBytes * 6,
          groupBytes * 8,
          row(base, pitchBytes, table, 0),
          row(base, pitchBytes, table, 1),
          row(base, pitchBytes, table, 2),
          row(base, pitchBytes, table, 3),
          16,
          columns,
        );
      } else {
        blocks2(
          from,
          from + groupBytes * 2,
          groupBytes * 4,
          row(base, pitchBytes, table, 0),
          row(base, pitchBytes, table, 1),
          16,
          columns,
        );
      }
    }
  }
}

function row(base: usize, pitchBytes: usize, table: usize, index: usize): usize {
  return base + <usize>load<i32>(table + index * 4) * (pitchBytes * 2);
}

/** Transposes blocks of 4 x 4 elements of 32 bits; `step` is from block to block. */
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
