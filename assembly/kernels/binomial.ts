import { BINOMIAL_ROWS } from '../constants';
import { pad } from './pad';
import { HALF, ONE, Requantization } from './requantize';

/** Results computed at a time: a vector of bytes. */
const TILE = 16;

/**
 * Convolves rows of bytes without borders with (1 4 6 4 1) / 16 along both axes; results are rounded half to even. That kernel is
 * (1 1) four times over: so each step adds neighbours, and remembers the sums of the row or vector before. Elements of a row lie
 * `step` (1, 3 or 4) apart. Rows and results have at least `TILE` elements. A last tile that does not fit is moved left.
 *
 * Scratch buffer: `between` has BINOMIAL_ROWS rows with borders (see `pad`), `betweenPitchBytes` apart, and after the last one room
 * for four vectors, which is read but has no say. `table` is that of `requantize`, to divide by 2^8.
 */
export function binomial(
  source: usize,
  pitchBytes: usize,
  count: i32,
  between: usize,
  betweenPitchBytes: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  step: i32,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  const interior = between + ((<usize>leftCount) << 1);
  for (let first = 0; first < rows; first += BINOMIAL_ROWS) {
    const blockRows = min(BINOMIAL_ROWS, rows - first);
    for (let tile = 0; tile < count; tile += TILE) {
      const x = <usize>min(tile, count - TILE);
      Binomial.down(source + x, pitchBytes, interior + (x << 1), betweenPitchBytes, blockRows);
    }
    pad<i16, i16>(
      interior,
      betweenPitchBytes,
      blockRows,
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
    let line = between;
    for (let row = 0; row < blockRows; row++) {
      if (step === 1) Binomial.row(line, table, destination, resultCount, 1);
      else if (step === 3) Binomial.row(line, table, destination, resultCount, 3);
      else Binomial.row(line, table, destination, resultCount, 4);
      line += betweenPitchBytes;
      destination += destinationPitchBytes;
    }
    source += <usize>BINOMIAL_ROWS * pitchBytes;
  }
}

/** Inlined, so that the compiler decides every branch on `step`, which must be a constant. */
class Binomial {
  /** Sums in units of 1 / 16 of 16 columns, down the rows. */
  @inline
  static down(
    source: usize,
    pitchBytes: usize,
    destination: usize,
    destinationPitchBytes: usize,
    rows: i32,
  ): void {
    const second = source + pitchBytes;
    const third = second + pitchBytes;
    const fourth = third + pitchBytes;
    let a = v128.load_ext<u8>(fourth);
    let b = v128.load_ext<u8>(fourth, 8);
    const a1 = v128.load_ext<u8>(second);
    const b1 = v128.load_ext<u8>(second, 8);
    const a2 = v128.load_ext<u8>(third);
    const b2 = v128.load_ext<u8>(third, 8);
    const aPair = i16x8.add(a1, a2);
    const bPair = i16x8.add(b1, b2);
    const aThree = i16x8.add(i16x8.add(v128.load_ext<u8>(source), a1), aPair);
    const bThree = i16x8.add(i16x8.add(v128.load_ext<u8>(source, 8), b1), bPair);
    let aTwo = i16x8.add(a2, a);
    let bTwo = i16x8.add(b2, b);
    let aFour = i16x8.add(aPair, aTwo);
    let bFour = i16x8.add(bPair, bTwo);
    let aEight = i16x8.add(aThree, aFour);
    let bEight = i16x8.add(bThree, bFour);
    let from = fourth;
    for (let row = 0; row < rows; row++) {
      from += pitchBytes;
      const aNext = v128.load_ext<u8>(from);
      const bNext = v128.load_ext<u8>(from, 8);
      const aNextTwo = i16x8.add(a, aNext);
      const bNextTwo = i16x8.add(b, bNext);
      const aNextFour = i16x8.add(aTwo, aNextTwo);
      const bNextFour = i16x8.add(bTwo, bNextTwo);
      const aNextEight = i16x8.add(aFour, aNextFour);
      const bNextEight = i16x8.add(bFour, bNextFour);
      v128.store(destination, i16x8.add(aEight, aNextEight));
      v128.store(destination, i16x8.add(bEight, bNextEight), 16);
      destination += destinationPitchBytes;
      a = aNext;
      b = bNext;
      aTwo = aNextTwo;
      bTwo = bNextTwo;
      aFour = aNextFour;
      bFour = bNextFour;
      aEight = aNextEight;
      bEight = bNextEight;
    }
  }

  @inline
  static row(source: usize, table: usize, destination: usize, count: i32, step: i32): void {
    const whole = count & -TILE;
    Binomial.along(source, table, destination, whole, step);
    const x = <usize>(count - TILE);
    if (whole < count) Binomial.along(source + (x << 1), table, destination + x, TILE, step);
  }

  /** Results of a row, as many as tiles hold. */
  @inline
  static along(source: usize, table: usize, destination: usize, count: i32, step: i32): void {
    const one = v128.load16_splat(table, ONE);
    const half = v128.load16_splat(table, HALF);
    const first = v128.load(source);
    const second = v128.load(source, 16);
    const third = v128.load(source, 32);
    let last = v128.load(source, 48);
    const pair = Binomial.plusNext(second, third, step);
    let two = Binomial.plusNext(third, last, step);
    const three = Binomial.plusNext(Binomial.plusNext(first, second, step), pair, step);
    let four = Binomial.plusNext(pair, two, step);
    let eight = Binomial.plusNext(three, four, step);
    source += 64;
    const end = destination + <usize>count;
    for (; destination < end; destination += TILE) {
      const a = v128.load(source);
      const aTwo = Binomial.plusNext(last, a, step);
      const aFour = Binomial.plusNext(two, aTwo, step);
      const aEight = Binomial.plusNext(four, aFour, step);
      const low = Binomial.plusNext(eight, aEight, step);
      last = v128.load(source, 16);
      two = Binomial.plusNext(a, last, step);
      four = Binomial.plusNext(aTwo, two, step);
      eight = Binomial.plusNext(aFour, four, step);
      const high = Binomial.plusNext(aEight, eight, step);
      v128.store(
        destination,
        i8x16.narrow_i16x8_u(
          Requantization.divided<u16>(low, 8, one, half),
          Requantization.divided<u16>(high, 8, one, half),
        ),
      );
      source += 32;
    }
  }

  /** To each element of the first of two neighbouring vectors adds the one `step` further. */
  @inline
  static plusNext(a: v128, b: v128, step: i32): v128 {
    if (step === 1) return i16x8.add(a, v128.shuffle<i16>(a, b, 1, 2, 3, 4, 5, 6, 7, 8));
    if (step === 3) return i16x8.add(a, v128.shuffle<i16>(a, b, 3, 4, 5, 6, 7, 8, 9, 10));
    return i16x8.add(a, v128.shuffle<i16>(a, b, 4, 5, 6, 7, 8, 9, 10, 11));
  }
}
