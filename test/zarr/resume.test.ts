import { describe, expect, it } from 'vitest';
import { contentsOf, elements, fill, firstDifference, inMemory, scene } from './arrays.ts';

const whole = elements([20, 30], 'float32');
const kernel = [[1, 2, 0.5], [0, -3, 0.1]]; // biome-ignore format: a kernel
const options = { mode: 'same', boundary: 'symm' } as const;
const expected = inMemory(whole, kernel, { ...options, method: 'direct' });
/** 3 x 3 chunks. */
const make = () => scene(whole, 'float32', [8, 12], kernel, options);

async function interrupted(chunks: number) {
  const made = await make();
  const stop = new AbortController();
  const onProgress = (done: number) => done === chunks && stop.abort(new Error('enough'));
  const call = made.convolve({ signal: stop.signal, onProgress, concurrency: 1 });
  await expect(call).rejects.toThrow('enough');
  return made;
}

describe('a call that was interrupted', () => {
  it('goes on where it stopped', async () => {
    const { output, convolve } = await interrupted(4);
    const progress: number[][] = [];
    const onProgress = (done: number, total: number) => progress.push([done, total]);
    expect(await convolve({ onProgress })).toEqual({ chunks: 9, kept: 4, method: 'direct' });
    expect(progress).toEqual([4, 5, 6, 7, 8, 9].map((done) => [done, 9]));
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });

  it('does nothing when all is done', async () => {
    const { store, convolve } = await make();
    await convolve();
    const before = new Map(store);
    expect(await convolve()).toEqual({ chunks: 9, kept: 9, method: 'direct' });
    expect(store).toEqual(before);
    // Not even the same bytes again: no value was set.
    for (const [key, bytes] of store) expect(bytes).toBe(before.get(key));
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['changed', (bytes) => bytes.map((byte, n) => (n === 100 ? byte ^ 1 : byte))],
    ['cut off', (bytes) => bytes.subarray(0, 50)],
    ['empty', () => new Uint8Array()],
  ])('computes a chunk again that was %s', async (_, spoil) => {
    const { store, output, convolve } = await make();
    await convolve();
    store.set('/output/c/1/2', spoil(store.get('/output/c/1/2')!));
    expect((await convolve()).kept).toBe(8);
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });

  it('computes a chunk again that is gone, or whose record is', async () => {
    const { store, output, convolve } = await make();
    await convolve();
    store.delete('/output/c/0/0');
    store.delete('/output/convolve-wasm/1.1.json');
    store.set('/output/convolve-wasm/2.2.json', new TextEncoder().encode('{"task":"half of'));
    expect((await convolve()).kept).toBe(6);
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });

  it('does not trust a chunk that is there without a record', async () => {
    const { store, output, convolve } = await make();
    store.set('/output/c/0/0', new Uint8Array(8 * 12 * 4).fill(7));
    // A chunk at the edge, of which only a part belongs to the array.
    store.set('/output/c/2/2', new Uint8Array(8 * 12 * 4).fill(7));
    expect((await convolve()).kept).toBe(0);
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
    const clean = await make();
    await clean.convolve();
    expect(store.get('/output/c/2/2')).toEqual(clean.store.get('/output/c/2/2'));
  });
});

describe('other arguments', () => {
  it.each([
    ['a kernel', [[1, 2, 0.5], [0, -3, 0.2]], {}], // biome-ignore format: a kernel
    ['an option', kernel, { boundary: 'wrap' }],
    ['a method', kernel, { method: 'fft' }],
  ] as const)('are refused where chunks of others are: %s', async (_, other, more) => {
    const made = await interrupted(3);
    const before = new Map(made.store);
    const { convolveZarr } = await import('../../src/zarr/index.ts');
    const call = convolveZarr(made.input, other, made.output, { ...options, ...more });
    await expect(call).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_CONFLICT' });
    await expect(call).rejects.toThrow('resume: false');
    expect(made.store).toEqual(before);
  });

  it('take over with resume: false', async () => {
    const { input, output, convolve } = await make();
    await convolve();
    const { convolveZarr } = await import('../../src/zarr/index.ts');
    const doubled = kernel.map((row) => row.map((tap) => 2 * tap));
    const summary = await convolveZarr(input, doubled, output, { ...options, resume: false });
    expect(summary.kept).toBe(0);
    const twice = inMemory(whole, doubled, { ...options, method: 'direct' });
    expect(firstDifference(await contentsOf(output), twice)).toBeUndefined();
  });
});

it('resume: false forgets chunks of the same arguments too, also those of a run before', async () => {
  const { input, output, convolve } = await make();
  await convolve();
  const other = elements([20, 30], 'float32', 99);
  await fill(input, other.data);
  const stop = new AbortController();
  const onProgress = (done: number) => done === 2 && stop.abort();
  await expect(
    convolve({ resume: false, signal: stop.signal, onProgress, concurrency: 1 }),
  ).rejects.toMatchObject({ name: 'AbortError' });
  expect((await convolve()).kept).toBe(2);
  const expected = inMemory(other, kernel, { ...options, method: 'direct' });
  expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
});
