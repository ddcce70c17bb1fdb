/** Where a listed result lies, and the elements under its taps. */
export class TiePlace {
  /** The element of a row that stands in a place of the row with its borders (see `pad`); -1 for the fill value. */
  @inline
  static element(place: i32, count: i32, left: usize, leftCount: i32, right: usize): i32 {
    if (place < leftCount) return load<i32>(left + ((<usize>place) << 2));
    const inside = place - leftCount;
    return inside < count ? inside : load<i32>(right + ((<usize>(inside - count)) << 2));
  }

  /** Rounds a sum half to even, saturates it, and stores it. */
  @inline
  static store(address: usize, bytes: i32, sum: f64, least: f64, greatest: f64): void {
    const value = <i32>min<f64>(max<f64>(nearest<f64>(sum), least), greatest);
    if (bytes === 1) store<u8>(address, <u8>value);
    else store<u16>(address, <u16>value);
  }
}
