import { dotSums } from './dot-sums';
import { finish } from './finish';
import { pad } from './pad';
import { zip } from './zip';

/** What `columnDots` computes of a row at a time. */
const TILE = 16;

/**
 * Rows of results from rows of bytes without margins: vertical taps, two rows at a time; what comes out as i16 with margins as
 * `pad` gives them; then horizontal taps over pairs of elements `columnStep` apart. The sums of both passes are in 32-bit
 * lanes. `between` holds two rows with margins and room for `columnStep` elements more, `betweenPitchBytes` apart, and `pairs`
 * one of pairs; `sums` one of results. Vertical taps are for pairs of rows, those of the upper result beside those of the
 * lower one: see `dotTwoRows`. Of `sourceRows` rows, what would lie beyond is not read.
 */
export function dotSeparable(
  source: usize,
  pitchBytes: usize,
  sourceRows: i32,
  count: i32,
  columnTaps: usize,
  columnTapCount: i32,
  between: usize,
  betweenPitchBytes: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  pairs: usize,
  columnStep: i32,
  rowOffsets: usize,
  rowTaps: usize,
  rowTapCount: i32,
  initial: i32,
  sums: usize,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  const interior = between + ((<usize>leftCount) << 1);
  const lastRow = sourceRows - 1;
  for (let row = 0; row < rows; row += 2) {
    const both = row + 1 < rows;
    const end = row + 2 * columnTapCount;
    columnDots(
      source + <usize>row * pitchBytes,
      pitchBytes,
      columnTaps,
      columnTapCount,
      // A row that there is not is only multiplied by 0.
      source + <usize>min(end - 2, lastRow) * pitchBytes,
      source + <usize>min(end - 1, lastRow) * pitchBytes,
      interior,
      interior + betweenPitchBytes,
      count,
    );
    pad<i16, i16>(
      interior,
      betweenPitchBytes,
      both ? 2 : 1,
      0,
      count,
      left,
      leftCount,
      right,
      rightCount,
      <i16>fill,
      between,
      betweenPitchBytes,
    );
    for (
      let line = between;
      line <= (both ? between + betweenPitchBytes : between);
      line += betweenPitchBytes
    ) {
      zip(line, line + ((<usize>columnStep) << 1), leftCount + count + rightCount, pairs);
      dotSums(pairs, rowOffsets, rowTaps, 4, rowTapCount, initial, sums, resultCount);
      finish(sums, resultCount, table, destination);
      destination += destinationPitchBytes;
    }
  }
}

/** Of the last pair of taps, the rows are at `lastUpper` and `lastLower`. */
function columnDots(
  source: usize,
  pitchBytes: usize,
  taps: usize,
  tapCount: i32,
  lastUpper: usize,
  lastLower: usize,
  first: usize,
  second: usize,
  count: i32,
): void {
  const last = taps + ((<usize>(tapCount - 1)) << 3);
  if (count >= TILE) {
    for (let tile = 0; tile < count; tile += TILE) {
      const x = <usize>min(tile, count - TILE);
      let a0 = i32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      let p = source + x;
      for (let tap = taps; tap <= last; tap += 8) {
        const j = v128.load32_splat(tap);
        const k = v128.load32_splat(tap, 4);
        const upper = v128.load(tap < last ? p : lastUpper + x);
        const lower = v128.load(tap < last ? p + pitchBytes : lastLower + x);
        const low = v128.shuffle<u8>(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const high = v128.shuffle<u8>(
          upper,
          lower,
          8,
          24,
          9,
          25,
          10,
          26,
          11,
          27,
          12,
          28,
          13,
          29,
          14,
          30,
          15,
          31,
        );
        const p0 = v128.extend_low<u8>(low);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(j, p0));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(k, p0));
        const p1 = v128.extend_high<u8>(low);
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(j, p1));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(k, p1));
        const p2 = v128.extend_low<u8>(high);
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(j, p2));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(k, p2));
        const p3 = v128.extend_high<u8>(high);
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(j, p3));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(k, p3));
        p += 2 * pitchBytes;
      }
      const at = x << 1;
      v128.store(first + at, i16x8.narrow_i32x4_s(a0, a1));
      v128.store(first + at, i16x8.narrow_i32x4_s(a2, a3), 16);
      v128.store(second + at, i16x8.narrow_i32x4_s(b0, b1));
      v128.store(second + at, i16x8.narrow_i32x4_s(b2, b3), 16);
    }
    return;
  }
  for (let x: usize = 0; x < <usize>count; x++) {
    let a = 0;
    let b = 0;
    let p = source + x;
    for (let tap = taps; tap <= last; tap += 8) {
      const upper = <i32>load<u8>(tap < last ? p : lastUpper + x);
      const lower = <i32>load<u8>(tap < last ? p + pitchBytes : lastLower + x);
      a += <i32>load<i16>(tap) * upper + <i32>load<i16>(tap, 2) * lower;
      b += <i32>load<i16>(tap, 4) * upper + <i32>load<i16>(tap, 6) * lower;
      p += 2 * pitchBytes;
    }
    store<i16>(first + (x << 1), <i16>a);
    store<i16>(second + (x << 1), <i16>b);
  }
}
