import { dotSums } from './dot-sums';
import { interleave } from './interleave';
import { pad } from './pad';
import { requantize } from './requantize';

/** `columnDots` computes so many elements of a row at a time. */
const TILE = 16;

/**
 * Convolves rows of bytes without borders in two passes, both in 32-bit lanes. The vertical pass makes two rows of i16 at a time,
 * which get borders (see `pad`); the horizontal pass reads pairs of elements that lie `columnStep` apart. Vertical taps are pairs
 * for pairs of rows, those of the upper result beside those of the lower one (see `dotTwoRows`). There are `sourceRows` rows;
 * none beyond them is read.
 *
 * Scratch buffers: `between` has two rows with borders and `columnStep` more elements, `betweenPitchBytes` apart; `pairs` one row
 * of pairs; `sums` one row of results.
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
      // Beyond the last row any other will do: its taps are 0.
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
      interleave(line, line + ((<usize>columnStep) << 1), leftCount + count + rightCount, pairs);
      dotSums(pairs, rowOffsets, rowTaps, 4, rowTapCount, initial, sums, resultCount);
      requantize(sums, resultCount, table, destination);
      destination += destinationPitchBytes;
    }
  }
}

/** The vertical pass of two rows. The last pair of taps reads the rows at `lastUpper` and `lastLower`. */
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
        const low = Bytes.interleaveLow(upper, lower);
        const high = Bytes.interleaveHigh(upper, lower);
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

class Bytes {
  @inline
  static interleaveLow(a: v128, b: v128): v128 {
    return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  }

  @inline
  static interleaveHigh(a: v128, b: v128): v128 {
    return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }
}
