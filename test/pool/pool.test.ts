import { isDeepStrictEqual as isEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import type { Pool } from '../../src/pool.ts';
import { backendsHere } from '../support/backends.ts';
import { bitsOf } from '../support/bits.ts';
import { type Functions, scenes } from '../support/scenes.ts';
import { poolOf } from './pools.ts';

const pools = Object.fromEntries(
  backendsHere.map((backend) => [backend, poolOf({ threads: 2, backend })]),
) as Record<string, Pool>;
afterAll(() => Promise.all(Object.values(pools).map((pool) => pool.close())));

describe.each(backendsHere)('%s', (backend) => {
  const pool = pools[backend]!;

  it.each(scenes)('$name', async ({ call }) => {
    const given = (functions: Functions): Functions =>
      Object.fromEntries(
        Object.entries(functions).map(([name, f]) => {
          const values = name === 'sepConvolve2d' ? 3 : name.endsWith('2d') ? 2 : 1;
          const named = (...all: unknown[]) =>
            f(...([...all.slice(0, values), { ...(all[values] as object), backend }] as never[]));
          return [name, named];
        }),
      );
    const result = await call(pool as never);
    expect(isEqual(bitsOf(result), bitsOf(call(given(library as never))))).toBe(true);
  });

  it('makes several results of the same sums', async () => {
    const image = { data: new Float32Array(40000).map((_, i) => (i * 7919) % 251), shape: [200, 200] };
    for (const output of ['magnitude', 'angle', 'magnitude'] as const) {
      const result = await pool.sobel(image, { output, backend });
      expect(isEqual(result, library.sobel(image, { output, backend }))).toBe(true);
    }
  });

  it('computes most of them by workers', () => {
    const { calls, inlineCalls, pieces, failure } = pool.stats();
    expect(failure).toBe(undefined);
    expect(inlineCalls).toBe(0);
    expect(pieces).toBeGreaterThan(calls);
  });
});
