import { Widen } from '../lanes/widen';

/**
 * Stages rows: converts elements from type `S` to type `T` and adds borders at both ends.
 *
 *     source        [ s0 s1 ... ]
 *     destination   [ left border | `count` elements from s(first) on | right border ]
 *
 * A table of i32 lists, for each element of a border, the index of the source element to put there, or -1 for `fill`. So this
 * kernel knows no boundary rule. If the elements to copy lie in their place in `destination` already, it only adds the borders.
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
    border<S, T>(source, left, leftCount, fill, destination);
    border<S, T>(source, right, rightCount, fill, interior + <usize>count * sizeof<T>());
    source += sourcePitchBytes;
    destination += destinationPitchBytes;
  }
}

function border<S, T>(source: usize, table: usize, count: i32, fill: T, destination: usize): void {
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
