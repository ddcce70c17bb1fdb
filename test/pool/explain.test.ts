import { afterAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/call/api.ts';
import type { Core } from '../../src/call/core.ts';
import { jobOf } from '../../src/call/filter.ts';
import { filterOf, readKernels } from '../../src/call/kernels.ts';
import { noOuts } from '../../src/call/outs.ts';
import { kernels } from '../../src/index.ts';
import { readImage, settle } from '../../src/io/container.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { RecentPlans } from '../../src/pool/planned-calls.ts';
import { createPool, type Pool } from '../../src/pool.ts';
import { checkOptions } from '../../src/problem/options.ts';
import { wasmLoader } from '../../src/wasm/backend.ts';

const opened: Pool[] = [];
const keep = (pool: Pool): Pool => {
  opened.push(pool);
  return pool;
};
afterAll(() => Promise.all(opened.map((pool) => pool.close())));

describe('explain of a pool', () => {
  it('speaks of the backend that the pool was made for', () => {
    const pool = keep(createPool({ backend: 'js' }));
    expect(pool.explain({ shape: [2000, 2000] }, kernels.gaussian({ size: 9 })).backend).toBe('js');
  });

  it('tells of as many workers as there are pieces', () => {
    const pool = keep(createPool({ threads: 4 }));
    const kernel = kernels.gaussian({ size: 9 });
    expect(pool.explain({ shape: [1, 20_000_000] }, kernel, { mode: 'same' })).toMatchObject({
      threads: 1,
      pieces: 1,
    });
    const { threads, pieces } = pool.explain({ shape: [4000, 4000] }, kernel);
    expect(threads).toBe(4);
    expect(pieces).toBeGreaterThan(8);
  });

  it('tells of calls that are not cut', () => {
    const pool = keep(createPool({ threads: 4 }));
    const large = { data: new Float32Array(3000 * 3000).fill(1), shape: [3000, 3000] };
    const explained = pool.explain({ shape: [200, 200] }, large, { mode: 'valid' });
    expect(explained).toMatchObject({ threads: 0, pieces: 1 });
    expect(explained.why).toContain('swapped');
  });
});

it('plans calls anew once another backend is there', () => {
  const api = createApi(jsLoader, []);
  const plans = new RecentPlans(api);
  const image = readImage({ data: new Float32Array(100), shape: [10, 10] });
  const filter = filterOf('convolve2d', readKernels([[1, 2]]));
  const { options } = checkOptions({});
  const found: (string | undefined)[] = [];
  const core: Pick<Core, 'filterOnce'> = {
    filterOnce(filter, image, outs, options) {
      const { found: known, call } = jobOf(filter, image, outs, options, plans.callsOf(filter, options));
      found.push(known && call.parts[0]!.backend);
      return call.parts[0]!.backend;
    },
  };
  const plan = () => core.filterOnce(filter, settle(image), noOuts, options);
  expect([plan(), plan()]).toEqual(['js', 'js']);
  api.registry.replace(wasmLoader);
  expect([plan(), plan()]).toEqual(['wasm', 'wasm']);
  expect(found).toEqual([undefined, 'js', undefined, 'wasm']);
});

it.each(['image', 'out'] as const)('refuses a buffer of %s that is detached meanwhile', async (name) => {
  const pool = keep(createPool({ threads: 1 }));
  const given = {
    image: { data: new Float32Array(4_000_000), shape: [2000, 2000] },
    out: { data: new Float32Array(4_000_000), shape: [2000, 2000] },
  };
  const call = pool.convolve2d(given.image, kernels.gaussian({ size: 9 }), { mode: 'same', out: given.out });
  structuredClone(given[name].data, { transfer: [given[name].data.buffer] });
  await expect(call).rejects.toMatchObject({ code: 'ERR_DETACHED' });
});
