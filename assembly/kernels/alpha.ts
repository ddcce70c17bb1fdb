/** The last byte of an RGBA pixel. */
const ALPHA: u32 = 0xff000000;

/** Gives `count` RGBA pixels of bytes the alpha of those of `source`. */
export function keepAlpha(source: usize, count: i32, destination: usize): void {
  const alpha = i32x4.splat(ALPHA);
  let left = count;
  for (; left >= 4; left -= 4, source += 16, destination += 16) {
    v128.store(destination, v128.bitselect(v128.load(source), v128.load(destination), alpha));
  }
  for (; left > 0; left--, source += 4, destination += 4) {
    store<u32>(destination, (load<u32>(source) & ALPHA) | (load<u32>(destination) & ~ALPHA));
  }
}

/** Makes `count` RGBA pixels of bytes opaque. */
export function makeOpaque(destination: usize, count: i32): void {
  const alpha = i32x4.splat(ALPHA);
  let left = count;
  for (; left >= 4; left -= 4, destination += 16) {
    v128.store(destination, v128.or(v128.load(destination), alpha));
  }
  for (; left > 0; left--, destination += 4) store<u32>(destination, load<u32>(destination) | ALPHA);
}
