/**
 * Deinterleaves the pixels of a row into `phases` rows, so that a strided convolution reads neighbouring elements:
 *
 *     source        [ p0 p1 p2 p3 p4 p5 p6 ... ]          pixels of `channels` elements
 *     destination   [ p0 p2 p4 p6 ... ] [ p1 p3 p5 ... ]  phases = 2, phasePitchBytes apart
 */
export function deinterleave<T>(
  source: usize,
  pixels: i32,
  channels: i32,
  phases: i32,
  destination: usize,
  phasePitchBytes: usize,
): void {
  // The most common stride runs at the speed of a copy.
  const inPairs = phases === 2 && channels === 1 ? pairs<T>(source, pixels, destination, phasePitchBytes) : 0;
  const pixelBytes = <usize>channels * sizeof<T>();
  for (let phase = 0; phase < phases; phase++) {
    let to = destination + <usize>phase * phasePitchBytes + <usize>(inPairs / 2) * sizeof<T>();
    for (let pixel = inPairs + phase; pixel < pixels; pixel += phases) {
      const from = source + <usize>pixel * pixelBytes;
      for (let byte: usize = 0; byte < pixelBytes; byte += sizeof<T>()) {
        store<T>(to, load<T>(from + byte));
        to += sizeof<T>();
      }
    }
  }
}

/** Deinterleaves as many single-channel pixels as fill whole vectors of both phases, and returns their number. */
function pairs<T>(source: usize, pixels: i32, destination: usize, phasePitchBytes: usize): i32 {
  const lanes = <i32>(16 / sizeof<T>());
  let done = 0;
  for (; done + 2 * lanes <= pixels; done += 2 * lanes) {
    const low = v128.load(source);
    const high = v128.load(source, 16);
    const even =
      sizeof<T>() === 4 ? v128.shuffle<f32>(low, high, 0, 2, 4, 6) : v128.shuffle<f64>(low, high, 0, 2);
    const odd =
      sizeof<T>() === 4 ? v128.shuffle<f32>(low, high, 1, 3, 5, 7) : v128.shuffle<f64>(low, high, 1, 3);
    v128.store(destination, even);
    v128.store(destination + phasePitchBytes, odd);
    source += 32;
    destination += 16;
  }
  return done;
}
