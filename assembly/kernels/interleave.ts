/**
 * Interleaves two rows of i16 into the pairs that `dotSums` reads: destination[2 i] = first[i], destination[2 i + 1] = second[i].
 * A last vector that does not fit is moved left.
 */
export function interleave(first: usize, second: usize, count: i32, destination: usize): void {
  if (count >= 8) {
    for (let vector = 0; vector < count; vector += 8) {
      const at = (<usize>min(vector, count - 8)) << 1;
      const a = v128.load(first + at);
      const b = v128.load(second + at);
      const to = destination + (at << 1);
      v128.store(to, v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(to, v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    }
    return;
  }
  for (let i: usize = 0; i < <usize>count; i++) {
    store<i16>(destination + (i << 2), load<i16>(first + (i << 1)));
    store<i16>(destination + (i << 2), load<i16>(second + (i << 1)), 2);
  }
}
