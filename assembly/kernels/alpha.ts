/** The last byte of each RGBA pixel of a vector. */
const ALPHA: u32 = 0xff000000;

/** Gives the RGBA bytes of `destination` the alpha of those of `source`: `count` pixels of each row. */
export function keepAlpha(
  source: usize,
  sourcePitchBytes: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  count: i32,
): void {
  const alpha = i32x4.splat(ALPHA);
  for (let row = 0; row < rows; row++, source += sourcePitchBytes, destination += destinationPitchBytes) {
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      const at = (<usize>i) << 2;
      v128.store(
        destination + at,
        v128.bitselect(v128.load(source + at), v128.load(destination + at), alpha),
      );
    }
    for (; i < count; i++) {
      const at = (<usize>i) << 2;
      store<u32>(destination + at, (load<u32>(source + at) & ALPHA) | (load<u32>(destination + at) & ~ALPHA));
    }
  }
}
