/** Numbers in [0, 1) that are the same on every machine and every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whole numbers from `low` to `high`, both included. */
export function integers(seed: number, low: number, high: number): () => number {
  const next = random(seed);
  return () => low + Math.floor(next() * (high - low + 1));
}

/** Picks from a list. */
export function picker(seed: number): <T>(list: readonly T[]) => T {
  const next = random(seed);
  return (list) => list[Math.floor(next() * list.length)]!;
}
