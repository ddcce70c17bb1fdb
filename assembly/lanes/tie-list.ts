/**
 * A list of results whose sums lie next to a tie, so that they have to be computed again: an i32 with their number, and then
 * their addresses. Beyond `capacity` it is too long: nothing more is written, and it counts no further than needed to tell.
 */
export class TieList {
  /** Adds the results whose bits are set. Bit 0 stands for the result at `address`, the next bits for those behind it. */
  @inline
  static add<D>(list: usize, capacity: i32, bits: i32, address: usize): void {
    let length = load<i32>(list);
    if (length > capacity) return;
    for (; bits !== 0; bits &= bits - 1) {
      if (length < capacity) {
        store<usize>(list + ((<usize>length) << 2), address + <usize>ctz(bits) * sizeof<D>(), 4);
      }
      length++;
    }
    store<i32>(list, length);
  }

  /** Of 16 lanes of 32 bits, those that are set. */
  @inline
  static bits(a: v128, b: v128, c: v128, d: v128): i32 {
    return i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
}
