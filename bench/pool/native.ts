import { createPool } from 'convolve-wasm/pool';
import type { Contender } from '../contenders/contender.ts';
import { NativeReferences } from '../contenders/native-references.ts';
import { type Answer, faults } from '../measure/check.ts';
import { median } from '../measure/statistics.ts';
import { cellOf, type PooledCell } from './cells.ts';
import { compute, type Functions, inArrays } from './contenders.ts';

export interface NativeThreadsRequest {
  readonly cell: PooledCell;
  readonly sidePx: number;
  readonly rounds: number;
  readonly python: string;
}

/** Medians in milliseconds, into the caller's `out`, with two threads each. */
export interface NativeThreadsResult {
  readonly cell: PooledCell;
  readonly pool: number;
  /** By the row of `bench:native`: `opencv`, and others that solve the cell. */
  readonly native: { readonly [row: string]: number };
  /** Wrong answers. Then nothing was timed. */
  readonly faults: readonly string[];
}

const THREADS = 2;

/** Two threads of a pool beside two threads of OpenCV, in turns. */
export async function measureNativeThreads(request: NativeThreadsRequest): Promise<NativeThreadsResult> {
  const { cell: name, sidePx, rounds, python } = request;
  const placed = inArrays(cellOf(name, sidePx));
  const native = await NativeReferences.start(python, THREADS);
  const pool = createPool({ threads: THREADS });
  const computeHere = () => compute(pool as unknown as Functions, placed);
  try {
    const contenders = (await native.contenders(placed.cell)).filter(
      ({ row, variant }) => row.startsWith('opencv') && variant === 'out',
    );
    await computeHere();
    const answers: Answer[] = [{ row: 'wasm', variant: 'out', answer: placed.out.slice() }];
    for (const contender of contenders) {
      const { answer } = await contender.once();
      answers.push({ row: contender.row, variant: 'out', answer });
    }
    const found = faults(placed.cell, answers);
    if (found.length > 0) return { cell: name, pool: Number.NaN, native: {}, faults: found };
    const own: number[] = [];
    const others = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await computeHere();
      own.push(performance.now() - start);
      for (const [contender, times] of others) times.push(...(await contender.sample(0)));
    }
    return {
      cell: name,
      pool: median(own),
      native: Object.fromEntries([...others].map(([{ row }, times]) => [row, median(times)])),
      faults: [],
    };
  } finally {
    native.stop();
    await pool.close();
  }
}
