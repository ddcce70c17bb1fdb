/**
 * `count` pixels of 1 or 3 channels of bytes become opaque ones of 4 channels. The source may be the end of the destination: no byte is
 * overwritten before it is read.
 */
export function pixels(source: usize, channels: i32, count: i32, destination: usize): void {
  const opaque = i32x4.splat(0xff000000);
  let left = count;
  if (channels === 1) {
    for (; left >= 16; left -= 16, source += 16, destination += 64) {
      const gray = v128.load(source);
      const a = v128.shuffle<u8>(gray, gray, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
      const b = v128.shuffle<u8>(gray, gray, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7);
      const c = v128.shuffle<u8>(gray, gray, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11);
      const d = v128.shuffle<u8>(gray, gray, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15);
      v128.store(destination, v128.or(a, opaque));
      v128.store(destination, v128.or(b, opaque), 16);
      v128.store(destination, v128.or(c, opaque), 32);
      v128.store(destination, v128.or(d, opaque), 48);
    }
  } else {
    // A vector holds four pixels and bytes of the next two.
    for (; left >= 6; left -= 4, source += 12, destination += 16) {
      const colours = v128.load(source);
      const spread = v128.shuffle<u8>(colours, colours, 0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11);
      v128.store(destination, v128.or(spread, opaque));
    }
  }
  const green: usize = channels === 3 ? 1 : 0;
  for (; left > 0; left--, source += channels, destination += 4) {
    const colour =
      <u32>load<u8>(source) |
      ((<u32>load<u8>(source + green)) << 8) |
      ((<u32>load<u8>(source + 2 * green)) << 16);
    store<u32>(destination, colour | 0xff000000);
  }
}
