import { Tile } from '../lanes/tile';

/** Eight vectors. */
const UNFUSED_TILE_BYTES: usize = 128;

/**
 * What `direct` computes, but rounded after each operation by the relaxed binary too. Multiplications and additions take longer
 * here than loads, so that one row at a time is as fast as two.
 */
export function unfused<T>(
  source: usize,
  rowStepBytes: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapRows: i32,
  tapColumns: i32,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  count: i32,
): void {
  const rowBytes = <usize>count * sizeof<T>();
  for (let row = 0; row < rows; row++) {
    if (rowBytes >= UNFUSED_TILE_BYTES) {
      for (let x: usize = 0; x < rowBytes; x += UNFUSED_TILE_BYTES) {
        const at = min(x, rowBytes - UNFUSED_TILE_BYTES);
        tile<T>(
          source + at,
          tapRowStepBytes,
          columnOffsets,
          taps,
          tapRows,
          tapColumns,
          delta,
          destination + at,
        );
      }
    } else {
      for (let x: usize = 0; x < rowBytes; x += sizeof<T>()) {
        let sum: T = 0;
        let line = source + x;
        let tap = taps;
        for (let u = 0; u < tapRows; u++, line += tapRowStepBytes) {
          for (let v = 0; v < tapColumns; v++, tap += sizeof<T>()) {
            sum += load<T>(tap) * load<T>(line + <usize>load<i32>(columnOffsets + ((<usize>v) << 2)));
          }
        }
        store<T>(destination + x, sum + delta);
      }
    }
    source += rowStepBytes;
    destination += destinationPitchBytes;
  }
}

function tile<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapRows: i32,
  tapColumns: i32,
  delta: T,
  destination: usize,
): void {
  let a = v128.splat<T>(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  let tap = taps;
  for (let u = 0; u < tapRows; u++, source += tapRowStepBytes) {
    const end = columnOffsets + ((<usize>tapColumns) << 2);
    for (let offset = columnOffsets; offset < end; offset += 4, tap += sizeof<T>()) {
      const k = v128.load_splat<T>(tap);
      const x = source + <usize>load<i32>(offset);
      a = v128.add<T>(a, v128.mul<T>(k, v128.load(x)));
      b = v128.add<T>(b, v128.mul<T>(k, v128.load(x, 16)));
      c = v128.add<T>(c, v128.mul<T>(k, v128.load(x, 32)));
      d = v128.add<T>(d, v128.mul<T>(k, v128.load(x, 48)));
      e = v128.add<T>(e, v128.mul<T>(k, v128.load(x, 64)));
      f = v128.add<T>(f, v128.mul<T>(k, v128.load(x, 80)));
      g = v128.add<T>(g, v128.mul<T>(k, v128.load(x, 96)));
      h = v128.add<T>(h, v128.mul<T>(k, v128.load(x, 112)));
    }
  }
  const last = v128.splat<T>(delta);
  Tile.store8(
    destination,
    v128.add<T>(a, last),
    v128.add<T>(b, last),
    v128.add<T>(c, last),
    v128.add<T>(d, last),
    v128.add<T>(e, last),
    v128.add<T>(f, last),
    v128.add<T>(g, last),
    v128.add<T>(h, last),
  );
}
