import { afterAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import type { Api } from '../conformance/cases/check.ts';
import { type BadInput, badInputs, refusal } from '../conformance/errors.ts';
import { poolOf } from './pools.ts';

const pool = poolOf({ threads: 2 });
afterAll(() => pool.close());

/** The functions of a pool have the same names; others are the package's. */
const api = { ...library, ...pool } as unknown as Api;
const backend = 'js';
const sync = badInputs.map((bad) => ({ ...bad, expected: refusal(bad, library, backend) as Error }));

async function refusedBy(bad: BadInput): Promise<unknown> {
  const before = structuredClone(bad.memory);
  try {
    await bad.run(api, backend);
    return undefined;
  } catch (error) {
    expect(String(bad.memory)).toBe(String(before));
    return error;
  }
}

describe('a wrong argument rejects as the function throws', () => {
  it.each(sync)('$name', async ({ expected, ...bad }) => {
    const error = (await refusedBy(bad)) as Error;
    expect(error).toBeInstanceOf(bad.error);
    // Its calls, and what explains them, have two options more.
    const message = bad.name.startsWith('prepare ')
      ? expected.message
      : expected.message.replace(', deterministic, got', ', deterministic, signal, onProgress, got');
    expect(error).toMatchObject({ code: bad.code, message });
  });
});

describe('a wrong argument of a pool is refused', () => {
  const image = [[1]];

  it.each([
    ['onProgress', { onProgress: 7 }, '"onProgress" expected a function, got 7'],
    ['signal', { signal: true }, '"signal" expected an AbortSignal, got true'],
    [
      'options',
      'same',
      '"options" expected an object such as { mode: "same", boundary: "symm" }, got "same"',
    ],
    ['options that are null', null, '"options" expected an object, got null'],
  ])('%s', async (_, options, message) => {
    await expect(pool.convolve2d(image, [[1]], options as never)).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_OPTION',
      message,
    });
  });

  it('what to run', async () => {
    await expect(pool.run([[1]] as never, image)).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_KERNEL',
    });
    const prepared = library.prepare([[1]], { shape: [1, 1] });
    await expect(pool.run(prepared, image, { mode: 'same' } as never)).rejects.toMatchObject({
      code: 'ERR_OPTION',
      message: '"options" expected only out, signal, onProgress, got "mode"',
    });
    await expect(pool.run(prepared, image, { onprogress() {} } as never)).rejects.toMatchObject({
      message: '"options" expected only out, signal, onProgress, got "onprogress", which is "onProgress"',
    });
    await expect(pool.run(prepared, [[1, 2]])).rejects.toMatchObject({ code: 'ERR_SIZE' });
    prepared.dispose();
  });

  it('options of its calls in other words', async () => {
    await expect(pool.gaussianBlur(image, { sigma: 1, Signals: undefined } as never)).rejects.toMatchObject({
      code: 'ERR_OPTION',
      message: expect.stringMatching(/only sigma, .*, signal, onProgress, got "Signals", which is "signal"$/),
    });
    await expect(pool.convolve2d(image, [[1]], { onprogress() {} } as never)).rejects.toMatchObject({
      code: 'ERR_OPTION',
      message: expect.stringMatching(/, signal, onProgress, got "onprogress", which is "onProgress"$/),
    });
  });

  it.each([
    ['an array', new Float32Array(1), 'Float32Array'],
    ['a view', new DataView(new ArrayBuffer(4)), 'DataView'],
    ['a container', { data: new Float32Array(1), shape: [1, 1] }, 'Object'],
    ['pixels', Object.create({ data: new Uint8ClampedArray(4), width: 1, height: 1 }), 'Object'],
  ])('a result in the place of its options: %s', async (_, out, name) => {
    const refused = {
      name: 'TypeError',
      code: 'ERR_OPTION',
      message: `"options" expected an object such as { out: result }, got an object (${name})`,
    };
    const prepared = library.prepare([[1]], { shape: [1, 1] });
    const calls = [
      () => pool.run(prepared, image, out as never),
      () => pool.convolve2d(image, [[1]], out as never),
      () => pool.gaussianBlur(image, out as never),
      async () => library.convolve2d(image, [[1]], out as never),
      async () => library.gaussianBlur(image, out as never),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(refused);
    prepared.dispose();
  });

  it.each([
    [{ threads: 0 }, '"threads" expected an integer from 1 to 1024, got 0'],
    [{ threads: 1.5 }, '"threads" expected an integer from 1 to 1024, got 1.5'],
    [{ threads: '2' }, '"threads" expected an integer from 1 to 1024, got "2"'],
    [{ backend: 'gpu' }, /"backend" expected one of .*, got "gpu"/],
    [{ workerUrl: 7 }, '"workerUrl" expected a string or a URL, got 7'],
    [{ thread: 2 }, /"options" expected only threads, backend, workerUrl, got "thread"/],
    [7, /"options" expected an object.*, got 7/],
  ])('of createPool: %o', (options, message) => {
    const wrong = expect.objectContaining({ code: 'ERR_OPTION', message: expect.stringMatching(message) });
    expect(() => poolOf(options as never)).toThrow(wrong);
  });
});
