import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

/*
 * Alpha and NaN change rows on their way. So a call takes memory for some rows only, however tall the image is. Linux tells the
 * peak of a process's memory, and lets it be reset.
 */

const peak = '/proc/self/clear_refs';
const rows = 200_000;
const columns = 400;

/** The MiB that a call takes at its peak, besides image and result, in a process of its own. */
function mebibytes(image: string, out: string, options: string): number {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { convolve2d } from '${new URL('../../src/index.ts', import.meta.url).href}';
    const kernel = [[1, 2, 1], [2, 4, 2], [1, 2, 1]].map((row) => row.map((tap) => tap / 16));
    const call = (rows, columns = ${columns}) => {
      const [image, out] = [${image}, ${out}];
      return () => convolve2d(image, kernel, { mode: 'same', ${options}, out });
    };
    const status = (name) => Number(new RegExp(name + ':\\\\s+(\\\\d+)').exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    call(3000)();
    const large = call(${rows});
    gc();
    writeFileSync('${peak}', '5');
    const before = status('VmRSS');
    large();
    console.log((status('VmHWM') - before) / 1024);`;
  // What V8 allocates for objects that die young is no memory that a call holds.
  const flags = [
    '--expose-gc',
    '--max-semi-space-size=1',
    '--import',
    tsx,
    '--input-type=module',
    '-e',
    script,
  ];
  return Number(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
}

describe.skipIf(!existsSync(peak))('a tall image takes less than 8 MiB besides itself and its result', () => {
  it('with premultiplied alpha', () => {
    const bytes = (value: number) => `new Uint8ClampedArray(rows * columns * 4).fill(${value})`;
    const image = `{ data: ${bytes(77)}, width: columns, height: rows }`;
    const out = `{ data: ${bytes(1)}, width: columns, height: rows }`;
    expect(mebibytes(image, out, "alpha: 'premultiply'")).toBeLessThan(8);
  });

  it('with NaN that are ignored', () => {
    const floats = (value: number) => `new Float32Array(rows * columns).fill(${value})`;
    const image = `{ data: ${floats(1.5)}.fill(NaN, 12345, 12350), shape: [rows, columns] }`;
    const out = `{ data: ${floats(1)}, shape: [rows, columns] }`;
    expect(mebibytes(image, out, "nan: 'ignore'")).toBeLessThan(8);
  });
});
