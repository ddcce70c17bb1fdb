import type { Contender } from '../contenders/contender.ts';

/** The contenders take turns this often, so that a machine that slows down for a while does so for all of them. */
const ROUNDS = 3;

/** V8 has compiled a loop that has run for so many milliseconds with the best of its compilers. */
const WARMUP = 250;

export type Samples = ReadonlyMap<Contender, readonly number[]>;

/** Times contenders that have run once already; `time` for each, in milliseconds. */
export async function measureInRounds(first: Samples, time: number, warmup = WARMUP): Promise<Samples> {
  for (const [contender, [firstTime]] of first) {
    if (firstTime! < warmup) await contender.sample(warmup);
  }
  const samples = new Map([...first.keys()].map((contender) => [contender, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, taken] of samples) taken.push(...(await contender.sample(time / ROUNDS)));
  }
  return samples;
}
