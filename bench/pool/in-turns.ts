/** Milliseconds that each took, in each round. */
export type Times<Name extends string> = { readonly [name in Name]: readonly number[] };

/** V8 compiles a loop with the best of its compilers after some rounds; workers start in the first one. */
const WARMUP_ROUNDS = 3;

/** Runs all in turns, so that a machine that slows down for a while does so for all of them; another one begins each round. */
export async function inTurns<Name extends string>(
  runs: { readonly [name in Name]: () => unknown },
  rounds: number,
): Promise<Times<Name>> {
  const names = Object.keys(runs) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as {
    [name in Name]: number[];
  };
  const warmup = rounds === 1 ? 0 : WARMUP_ROUNDS;
  for (let round = -warmup; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round + warmup) % names.length]!;
      globalThis.gc?.();
      const start = performance.now();
      await runs[name]();
      const time = performance.now() - start;
      if (round >= 0) times[name].push(time);
    }
  }
  return times;
}
