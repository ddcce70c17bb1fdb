import * as library from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import { poolOf } from '../../test/pool/pools.ts';
import { median } from '../measure/statistics.ts';
import { cellOf } from './cells.ts';
import { compute, type Functions, inArrays } from './contenders.ts';
import { inTurns } from './in-turns.ts';

/** A call of 256 x 256, in milliseconds. */
export interface SmallCalls {
  readonly sync: number;
  /** By a pool that computes it at once, as it is small. */
  readonly atOnce: number;
  /** By workers all the same, which no pool does by itself. */
  readonly byWorkers: number;
}

const SIDE_PX = 256;

export async function measureSmallCalls(rounds: number): Promise<SmallCalls> {
  const placed = inArrays(cellOf('f32-3', SIDE_PX));
  const [pool, eager] = [createPool({ threads: 2 }), poolOf({ threads: 2 })];
  try {
    const times = await inTurns(
      {
        sync: () => compute(library as unknown as Functions, placed),
        atOnce: () => compute(pool as unknown as Functions, placed),
        byWorkers: () => compute(eager as unknown as Functions, placed),
      },
      rounds,
    );
    return {
      sync: median(times.sync),
      atOnce: median(times.atOnce),
      byWorkers: median(times.byWorkers),
    };
  } finally {
    await pool.close();
    await eager.close();
  }
}
