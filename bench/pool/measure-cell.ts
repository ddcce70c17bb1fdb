import * as library from 'convolve-wasm';
import { createPool } from 'convolve-wasm/pool';
import { type Statistics, statistics } from '../measure/statistics.ts';
import { cellOf, type PooledCell } from './cells.ts';
import { compute, type Functions, inArrays, inSharedMemory, type Placed } from './contenders.ts';
import { type Delay, eventLoopDelay } from './event-loop.ts';
import { inTurns } from './in-turns.ts';

export interface PoolCellRequest {
  readonly cell: PooledCell;
  readonly sidePx: number;
  readonly rounds: number;
  /** How long the event loop is watched. */
  readonly watchMs: number;
}

/** Of the function, of a pool of one thread, and of one of two. */
export interface ThreadTimes {
  readonly sync: Statistics;
  readonly one: Statistics;
  readonly two: Statistics;
}

export interface PoolCellResult {
  readonly cell: PooledCell;
  /** Into how many pieces two threads get it; 0: no worker computes it. */
  readonly pieces: number;
  /** From the caller's array into the caller's `out`. */
  readonly arrays: ThreadTimes;
  /** The same in shared memory. */
  readonly shared: ThreadTimes;
  /** Of the thread that calls, while two others compute. */
  readonly delay: Delay;
  readonly idleDelay: Delay;
  /** Wrong answers. */
  readonly faults: readonly string[];
}

export async function measurePoolCell(request: PoolCellRequest): Promise<PoolCellResult> {
  const { cell: name, sidePx, rounds, watchMs } = request;
  const [one, two] = [createPool({ threads: 1 }), createPool({ threads: 2 })];
  const pools = { one, two } as unknown as { readonly [name in 'one' | 'two']: Functions };
  try {
    const faults: string[] = [];
    const measure = async (placed: Placed): Promise<ThreadTimes> => {
      const wrong = await wrongAnswers(pools, placed);
      faults.push(...wrong);
      const times = await inTurns(
        {
          sync: () => compute(library as Functions, placed),
          one: () => compute(pools.one, placed),
          two: () => compute(pools.two, placed),
        },
        rounds,
      );
      return { sync: statistics(times.sync), one: statistics(times.one), two: statistics(times.two) };
    };
    const placed = inArrays(cellOf(name, sidePx));
    const idleDelay = await eventLoopDelay(watchMs);
    const arrays = await measure(placed);
    const before = two.stats();
    const delay = await eventLoopDelay(watchMs, () => compute(pools.two, placed));
    const after = two.stats();
    const pieces = (after.pieces - before.pieces) / (after.calls - before.calls);
    const shared = await measure(inSharedMemory(placed));
    return { cell: name, pieces, arrays, shared, delay, idleDelay, faults };
  } finally {
    await one.close();
    await two.close();
  }
}

/** Those that are not what the function gives, to the bit. */
async function wrongAnswers(
  pools: { readonly [name: string]: Functions },
  placed: Placed,
): Promise<string[]> {
  const { out } = placed;
  await compute(library as Functions, placed);
  const expected = Buffer.from(bytesOf(out));
  const wrong: string[] = [];
  for (const [name, pool] of Object.entries(pools)) {
    out.fill(0);
    await compute(pool, placed);
    if (expected.compare(bytesOf(out)) !== 0) wrong.push(`the pool of ${name}: other bits than the function`);
  }
  return wrong;
}

function bytesOf({ buffer, byteOffset, byteLength }: Placed['out']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
