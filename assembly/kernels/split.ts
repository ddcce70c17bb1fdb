/**
 * Deals a row's pixels out into `phases` rows, so that a strided convolution reads neighbours:
 *
 *     source        [ p0 p1 p2 p3 p4 p5 p6 ... ]          pixels of `channels` elements
 *     destination   [ p0 p2 p4 p6 ... ] [ p1 p3 p5 ... ]  phases = 2, phasePitchBytes apart
 */
export function split<T>(
  source: usize,
  pixels: i32,
  channels: i32,
  phases: i32,
  destination: usize,
  phasePitchBytes: usize,
): void {
  const pixelBytes = <usize>channels * sizeof<T>();
  for (let phase = 0; phase < phases; phase++) {
    let from = source + <usize>phase * pixelBytes;
    let to = destination + <usize>phase * phasePitchBytes;
    for (let pixel = phase; pixel < pixels; pixel += phases) {
      for (let byte: usize = 0; byte < pixelBytes; byte += sizeof<T>()) {
        store<T>(to + byte, load<T>(from + byte));
      }
      from += <usize>phases * pixelBytes;
      to += pixelBytes;
    }
  }
}
