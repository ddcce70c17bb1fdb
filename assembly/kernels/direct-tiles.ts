import { Float } from '../lanes/float';

/**
 * Two rows by four vectors, for columns of taps that lie at even distances. The first row's taps are those of the
 * source row at hand, the second's those of the tap row before: so the first source row serves only the first row and
 * the last only the second.
 */
export function twoRows<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let line = source;
  let tap = taps;

  for (let end = tap + tapRowBytes, x = line; tap < end; tap += sizeof<T>(), x += columnStepBytes) {
    const k = v128.load_splat<T>(tap);
    a0 = Float.multiplyAdd<T>(k, v128.load(x), a0);
    a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), a1);
    a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), a2);
    a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), a3);
  }
  line += tapRowStepBytes;

  while (tap < tapsEnd) {
    for (let end = tap + tapRowBytes, x = line; tap < end; tap += sizeof<T>(), x += columnStepBytes) {
      const k = v128.load_splat<T>(tap);
      const kBefore = v128.load_splat<T>(tap - tapRowBytes);
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      a0 = Float.multiplyAdd<T>(k, x0, a0);
      a1 = Float.multiplyAdd<T>(k, x1, a1);
      a2 = Float.multiplyAdd<T>(k, x2, a2);
      a3 = Float.multiplyAdd<T>(k, x3, a3);
      b0 = Float.multiplyAdd<T>(kBefore, x0, b0);
      b1 = Float.multiplyAdd<T>(kBefore, x1, b1);
      b2 = Float.multiplyAdd<T>(kBefore, x2, b2);
      b3 = Float.multiplyAdd<T>(kBefore, x3, b3);
    }
    line += tapRowStepBytes;
  }

  tap -= tapRowBytes;
  for (let x = line; tap < tapsEnd; tap += sizeof<T>(), x += columnStepBytes) {
    const k = v128.load_splat<T>(tap);
    b0 = Float.multiplyAdd<T>(k, v128.load(x), b0);
    b1 = Float.multiplyAdd<T>(k, v128.load(x, 16), b1);
    b2 = Float.multiplyAdd<T>(k, v128.load(x, 32), b2);
    b3 = Float.multiplyAdd<T>(k, v128.load(x, 48), b3);
  }

  const d = v128.splat<T>(delta);
  v128.store(destination, v128.add<T>(a0, d));
  v128.store(destination, v128.add<T>(a1, d), 16);
  v128.store(destination, v128.add<T>(a2, d), 32);
  v128.store(destination, v128.add<T>(a3, d), 48);
  const below = destination + destinationPitchBytes;
  v128.store(below, v128.add<T>(b0, d));
  v128.store(below, v128.add<T>(b1, d), 16);
  v128.store(below, v128.add<T>(b2, d), 32);
  v128.store(below, v128.add<T>(b3, d), 48);
}

/** One row by four vectors. */
export function oneRow<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let line = source;
  for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
    for (let end = tap + tapRowBytes, offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
      const k = v128.load_splat<T>(tap);
      const x = line + <usize>load<u32>(offset);
      a0 = Float.multiplyAdd<T>(k, v128.load(x), a0);
      a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), a1);
      a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), a2);
      a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), a3);
    }
  }
  const d = v128.splat<T>(delta);
  v128.store(destination, v128.add<T>(a0, d));
  v128.store(destination, v128.add<T>(a1, d), 16);
  v128.store(destination, v128.add<T>(a2, d), 32);
  v128.store(destination, v128.add<T>(a3, d), 48);
}

/** One element, for rows too short for a tile. */
export function oneElement<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
): void {
  let sum: T = 0;
  let line = source;
  for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
    for (let end = tap + tapRowBytes, offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
      sum += load<T>(tap) * load<T>(line + <usize>load<u32>(offset));
    }
  }
  store<T>(destination, sum + delta);
}
