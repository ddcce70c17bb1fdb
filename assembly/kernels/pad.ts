import { Widen } from '../lanes/widen';

/**
 * Stages rows: widens each to the accumulator's type and continues it beyond both ends.
 *
 *     source        [ s0 s1 ... ]                              elements of S
 *     destination   [ left | s(i) s(i+1) ... | right ]         elements of T, `count` of them from i = first
 *
 * A margin is a table of i32, one for each of its elements: the index of the source element that stands
 * there, or -1 for `fill`. So this kernel knows no boundary rule. Where S is T, the elements to copy may be
 * the destination's own interior: then the rows stand in place already and only get their margins.
 */
export function pad<S, T>(
  source: usize,
  sourcePitchBytes: usize,
  rows: i32,
  first: i32,
  count: i32,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: T,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const interior = destination + <usize>leftCount * sizeof<T>();
    const from = source + <usize>first * sizeof<S>();
    if (from !== interior) widen<S, T>(from, count, interior);
    margin<S, T>(source, left, leftCount, fill, destination);
    margin<S, T>(source, right, rightCount, fill, interior + <usize>count * sizeof<T>());
    source += sourcePitchBytes;
    destination += destinationPitchBytes;
  }
}

function margin<S, T>(source: usize, table: usize, count: i32, fill: T, destination: usize): void {
  for (let i = 0; i < count; i++) {
    const index = load<i32>(table + ((<usize>i) << 2));
    store<T>(
      destination + <usize>i * sizeof<T>(),
      index < 0 ? fill : Widen.one<S, T>(source + <usize>index * sizeof<S>()),
    );
  }
}

function widen<S, T>(source: usize, count: i32, destination: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; i + lanes <= count; i += lanes) {
    v128.store(destination + <usize>i * sizeof<T>(), Widen.vector<S, T>(source + <usize>i * sizeof<S>()));
  }
  for (; i < count; i++) {
    store<T>(destination + <usize>i * sizeof<T>(), Widen.one<S, T>(source + <usize>i * sizeof<S>()));
  }
}
