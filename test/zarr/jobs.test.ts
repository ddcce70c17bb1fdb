import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import FileSystemStore from '@zarrita/storage/fs';
import { afterEach, describe, expect, it } from 'vitest';
import * as zarr from 'zarrita';
import { type ChunkJob, chunkJobs, openOutput, runChunkJob } from '../../src/zarr/index.ts';
import { contentsOf, elements, fill, firstDifference, inMemory, scene } from './arrays.ts';

const whole = elements([2, 20, 30], 'uint16');
const kernel = [[1, 2, 0.5], [0, -3, 0.1]]; // biome-ignore format: a kernel
const options = { mode: 'same', boundary: 'reflect' } as const;
const expected = inMemory(whole, kernel, { ...options, method: 'direct' });
const make = () => scene(whole, 'uint16', [1, 8, 12], kernel, options);

/** What a queue makes of a job. */
const sent = (job: ChunkJob): ChunkJob => JSON.parse(JSON.stringify(job));

const code = (name: string) => expect.objectContaining({ code: name });

it('are listed plane by plane and row by row, as plain data', async () => {
  const { input, output } = await make();
  const jobs = await chunkJobs(input, kernel, output, options);
  expect(jobs.length).toBe(18);
  expect(jobs.map(sent)).toEqual(jobs);
  expect(jobs.slice(0, 4).map(({ chunk }) => chunk)).toEqual([
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, 2],
    [0, 1, 0],
  ]);
});

it('may be done in any order, and twice: the list is empty when all are done', async () => {
  const { store, input, output } = await make();
  const jobs = (await chunkJobs(input, kernel, output, options)).map(sent).reverse();
  for (const job of jobs.slice(0, 10)) await runChunkJob(job, { input, output });
  expect((await chunkJobs(input, kernel, output, options)).length).toBe(8);
  const before = new Map(store);
  await Promise.all(jobs.map((job) => runChunkJob(job, { input, output })));
  expect(await chunkJobs(input, kernel, output, options)).toEqual([]);
  for (const [key, bytes] of before) expect(store.get(key)).toEqual(bytes);
  expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
});

describe('in folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convolve-wasm-zarr-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('workers that open the arrays themselves write the same bytes', async () => {
    const store = new FileSystemStore(folder);
    const input = await zarr.create(zarr.root(store).resolve('input'), {
      shape: [...whole.shape],
      chunkShape: [1, 8, 12],
      dtype: 'uint16',
    });
    await fill(input as zarr.Array<zarr.DataType, zarr.Mutable>, whole.data);
    const paths = ['one', 'two'];
    for (const path of paths) {
      const output = await openOutput(zarr.root(store).resolve(path), input, kernel, options);
      for (const job of await chunkJobs(input, kernel, output, options)) {
        const arrays = {
          input: await zarr.open(zarr.root(new FileSystemStore(folder)).resolve('input'), { kind: 'array' }),
          output: await zarr.open(zarr.root(new FileSystemStore(folder)).resolve(path), { kind: 'array' }),
        };
        // The second time by two workers at once.
        const times = path === 'one' ? 1 : 2;
        await Promise.all(Array.from({ length: times }, () => runChunkJob(sent(job), arrays)));
      }
      expect(await chunkJobs(input, kernel, output, options)).toEqual([]);
      expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
    }
    const [one, two] = paths.map((path) => readFileSync(join(folder, path, 'c/1/2/2')));
    expect(one).toEqual(two);
  });
});

describe('are refused', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['another object', { chunk: [0, 0, 0] }],
    ['a place that is none', { task: 'a', chunk: [0, -1, 0] }],
  ])('%s', async (_, job) => {
    const { input, output } = await make();
    await chunkJobs(input, kernel, output, options);
    await expect(runChunkJob(job as ChunkJob, { input, output })).rejects.toEqual(code('ERR_OPTION'));
  });

  it('a chunk that the output does not have', async () => {
    const { input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    for (const chunk of [
      [0, 0],
      [0, 3, 0],
      [2, 0, 0],
    ]) {
      // biome-ignore format: places
      await expect(runChunkJob({ ...job!, chunk }, { input, output })).rejects.toEqual(code('ERR_OPTION'));
    }
  });

  it('a job of a call that another one has replaced', async () => {
    const { input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    await runChunkJob(job!, { input, output });
    const again = await chunkJobs(input, kernel, output, { ...options, resume: false });
    const elsewhere = { input, output: await zarr.open(output, { kind: 'array' }) };
    await expect(runChunkJob(job!, elsewhere)).rejects.toEqual(code('ERR_CONFLICT'));
    await runChunkJob(again[0]!, elsewhere);
  });

  it('a job of an earlier call with another kernel, by a worker that has the arrays open', async () => {
    const { input, output } = await make();
    const [earlier] = await chunkJobs(input, kernel, output, options);
    await runChunkJob(earlier!, { input, output });
    const other = [[2, 1]];
    const jobs = await chunkJobs(input, other, output, { ...options, resume: false });
    for (const job of jobs) await runChunkJob(job, { input, output });
    await expect(runChunkJob(earlier!, { input, output })).rejects.toEqual(code('ERR_CONFLICT'));
    const expected = inMemory(whole, other, { ...options, method: 'direct' });
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });

  it('arrays that the job was not listed for', async () => {
    const { input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    const other = await scene(elements([2, 20, 31], 'uint16'), 'uint16', [1, 8, 12], kernel, options);
    const refused = expect.objectContaining({ code: 'ERR_CONFLICT' });
    await expect(runChunkJob(job!, { input: other.input, output })).rejects.toEqual(refused);
    await expect(runChunkJob(job!, { input, output: other.output })).rejects.toEqual(refused);
  });

  it('another version of the package', async () => {
    const { store, input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    const key = '/output/convolve-wasm/task.json';
    const text = new TextDecoder().decode(store.get(key)).replace('"version":"', '"version":"9.');
    store.set(key, new TextEncoder().encode(text));
    const call = runChunkJob(job!, { input, output });
    await expect(call).rejects.toEqual(code('ERR_CONFLICT'));
    await expect(call).rejects.toThrow('version 9.');
  });

  it('unknown options', async () => {
    const { input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    const wrong = { mode: 'same' } as object;
    await expect(runChunkJob(job!, { input, output }, wrong)).rejects.toEqual(code('ERR_OPTION'));
  });
});
