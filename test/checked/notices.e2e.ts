import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { elementTypes } from '../../src/base/dtype.ts';
import type { ConvolveOptions, DType } from '../../src/base/types.ts';
import { refused } from './owner.ts';

const script = fileURLToPath(new URL('../../scripts/build-checked.mjs', import.meta.url));
interface Break {
  readonly mutation: string;
  readonly rows: number;
  readonly dtype: DType;
  readonly kernel: number[][];
  readonly options: ConvolveOptions;
  /** In the stack of the error. */
  readonly culprit: string;
}

const breaks: readonly Break[] = [
  {
    mutation: 'near half: a vector is read beyond the last sum',
    rows: 5,
    dtype: 'uint8',
    kernel: [
      [0.1, 0.2],
      [0.1, 0.2],
    ],
    options: { dtype: 'uint8', method: 'separable' },
    culprit: 'nearTie',
  },
  {
    mutation: 'direct: the last tile runs past the end of the row',
    rows: 4,
    dtype: 'float32',
    kernel: [[1, 2, 3]],
    options: { method: 'direct' },
    culprit: 'direct',
  },
  {
    mutation: 'dot: rows beyond the last are read',
    rows: 5,
    dtype: 'int16',
    kernel: [[300, 2, 3]],
    options: { dtype: 'int16', method: 'direct' },
    culprit: 'dotDirect',
  },
];

/** With a fresh instance of a binary. */
async function convolve(binary: string, { rows, dtype, kernel, options }: Break) {
  vi.stubEnv('CHECKED_BINARY', binary);
  vi.resetModules();
  const { convolve2d } = await import('../../src/index.ts');
  // Rows of an odd length, which end neither with a vector nor with a line of the cache.
  const image = { data: new elementTypes[dtype].array(rows * 21), shape: [rows, 21] };
  return convolve2d(image, kernel, { mode: 'same', backend: 'wasm', ...options });
}

it.each(breaks)('notices $mutation', async (broken) => {
  execFileSync(process.execPath, [script, broken.mutation], { stdio: 'inherit' });
  await expect(convolve('checked', broken)).resolves.toBeDefined();
  expect(refused).toEqual([]);
  await expect(convolve('broken', broken)).rejects.toThrow();
  const [access, ...others] = refused.splice(0);
  expect(others).toEqual([]);
  expect(access).toMatch(
    /^Error: (load|store) of \d+ bytes at \d+: ends \d+ bytes past the end of the piece/,
  );
  expect(access).toContain(broken.culprit);
});
