/** Subsamples a row: writes the first of every `stride` pixels of `channels` elements, `pixels` in all, to `destination`. */
export function subsample<T>(
  source: usize,
  pixels: i32,
  channels: i32,
  stride: i32,
  destination: usize,
): void {
  const pixelBytes = <usize>channels * sizeof<T>();
  const gapBytes = <usize>(stride - 1) * pixelBytes;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (const end = source + pixelBytes; source < end; source += sizeof<T>(), destination += sizeof<T>()) {
      store<T>(destination, load<T>(source));
    }
    source += gapBytes;
  }
}
