import { TILE_BYTES } from '../constants';
import { Tile } from '../lanes/tile';

/** A tile under a single row or column of taps. */
const LINE_TILE_BYTES: usize = 128;

/**
 * What `direct` computes, but rounded after each operation by the relaxed binary too. Tiles are two rows of results by four
 * vectors, or one row by four where there is no second row or where its taps are not one row below.
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
  const tapRowBytes = <usize>tapColumns * sizeof<T>();
  const tapsEnd = taps + <usize>tapRows * tapRowBytes;
  const isLine = tapRows === 1 || tapColumns === 1;
  const stepBytes = tapRows === 1 ? columnStepBytes : tapRowStepBytes;
  let row = 0;
  if (rowBytes >= LINE_TILE_BYTES && isLine && stepBytes !== 0) {
    for (; row < rows; row++) {
      for (let x: usize = 0; x < rowBytes; x += LINE_TILE_BYTES) {
        const at = min(x, rowBytes - LINE_TILE_BYTES);
        lineOfTaps<T>(source + at, stepBytes, taps, tapsEnd, delta, destination + at);
      }
      source += rowStepBytes;
      destination += destinationPitchBytes;
    }
    return;
  }
  if (rowBytes >= <usize>TILE_BYTES && rowStepBytes === tapRowStepBytes && columnStepBytes !== 0) {
    for (; row + 2 <= rows; row += 2) {
      for (let x: usize = 0; x < rowBytes; x += TILE_BYTES) {
        const at = min(x, rowBytes - TILE_BYTES);
        twoRows<T>(
          source + at,
          tapRowStepBytes,
          columnStepBytes,
          taps,
          tapsEnd,
          tapRowBytes,
          delta,
          destination + at,
          destinationPitchBytes,
        );
      }
      source += 2 * rowStepBytes;
      destination += 2 * destinationPitchBytes;
    }
  }
  for (; row < rows; row++) {
    let x: usize = 0;
    for (; x + 16 <= rowBytes; x += 16) {
      let sum = v128.splat<T>(0);
      let line = source + x;
      for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
        const end = tap + tapRowBytes;
        for (let offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
          sum = v128.add<T>(
            sum,
            v128.mul<T>(v128.load_splat<T>(tap), v128.load(line + <usize>load<i32>(offset))),
          );
        }
      }
      v128.store(destination + x, v128.add<T>(sum, v128.splat<T>(delta)));
    }
    for (; x < rowBytes; x += sizeof<T>()) {
      let sum: T = 0;
      let line = source + x;
      for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
        const end = tap + tapRowBytes;
        for (let offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
          sum += load<T>(tap) * load<T>(line + <usize>load<i32>(offset));
        }
      }
      store<T>(destination + x, sum + delta);
    }
    source += rowStepBytes;
    destination += destinationPitchBytes;
  }
}

/** Eight vectors of results of a single row or column of taps. */
function lineOfTaps<T>(
  source: usize,
  stepBytes: usize,
  taps: usize,
  tapsEnd: usize,
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
  for (let tap = taps, x = source; tap < tapsEnd; tap += sizeof<T>(), x += stepBytes) {
    const k = v128.load_splat<T>(tap);
    a = v128.add<T>(a, v128.mul<T>(k, v128.load(x)));
    b = v128.add<T>(b, v128.mul<T>(k, v128.load(x, 16)));
    c = v128.add<T>(c, v128.mul<T>(k, v128.load(x, 32)));
    d = v128.add<T>(d, v128.mul<T>(k, v128.load(x, 48)));
    e = v128.add<T>(e, v128.mul<T>(k, v128.load(x, 64)));
    f = v128.add<T>(f, v128.mul<T>(k, v128.load(x, 80)));
    g = v128.add<T>(g, v128.mul<T>(k, v128.load(x, 96)));
    h = v128.add<T>(h, v128.mul<T>(k, v128.load(x, 112)));
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

/** A row of the source serves the upper result with a row of taps, and the lower one with the row of taps before it. */
function twoRows<T>(
  line: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (let tap = taps; tap < tapsEnd + tapRowBytes; line += tapRowStepBytes) {
    const isUpper = tap < tapsEnd;
    const isLower = tap > taps;
    for (let end = tap + tapRowBytes, x = line; tap < end; tap += sizeof<T>(), x += columnStepBytes) {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      if (isUpper) {
        const k = v128.load_splat<T>(tap);
        a0 = v128.add<T>(a0, v128.mul<T>(k, x0));
        a1 = v128.add<T>(a1, v128.mul<T>(k, x1));
        a2 = v128.add<T>(a2, v128.mul<T>(k, x2));
        a3 = v128.add<T>(a3, v128.mul<T>(k, x3));
      }
      if (isLower) {
        const k = v128.load_splat<T>(tap - tapRowBytes);
        b0 = v128.add<T>(b0, v128.mul<T>(k, x0));
        b1 = v128.add<T>(b1, v128.mul<T>(k, x1));
        b2 = v128.add<T>(b2, v128.mul<T>(k, x2));
        b3 = v128.add<T>(b3, v128.mul<T>(k, x3));
      }
    }
  }
  const d = v128.splat<T>(delta);
  Tile.store4(destination, v128.add<T>(a0, d), v128.add<T>(a1, d), v128.add<T>(a2, d), v128.add<T>(a3, d));
  const below = destination + destinationPitchBytes;
  Tile.store4(below, v128.add<T>(b0, d), v128.add<T>(b1, d), v128.add<T>(b2, d), v128.add<T>(b3, d));
}
