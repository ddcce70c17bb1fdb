import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { convolve2d } from '../../src/index.ts';
import type { Pool, PoolOptions } from '../../src/pool/pool-types.ts';
import source from '../../src/pool/worker-source.ts';
import { VERSION } from '../../src/wasm/abi.ts';
import { bitsOf } from '../support/bits.ts';
import { noise } from '../support/noise.ts';
import { poolOf } from './pools.ts';

/* Workers that start from a file, which may be any file. */

const image = noise('float32', [300, 77]);
const expected = bitsOf(convolve2d(image, [[1, 2]]));

const folder = mkdtempSync(join(tmpdir(), 'convolve-wasm-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let pool: Pool;
afterEach(() => pool.close());

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Computes by workers from there. */
async function statsFor(workerUrl: PoolOptions['workerUrl'], limits = {}) {
  pool = poolOf({ threads: 2, workerUrl }, { limits });
  expect(bitsOf(await pool.convolve2d(image, [[1, 2]]))).toEqual(expected);
  return pool.stats();
}

const good = fileOf('worker.cjs', source);

it.each([
  ['a path', good],
  ['a path from here', `./${relative('.', good)}`],
  ['a URL', pathToFileURL(good)],
  ['a URL as text', pathToFileURL(good).href],
])('the address may be %s', async (_, address) => {
  expect(await statsFor(address)).toMatchObject({ failure: undefined, inlineCalls: 0, deaths: 0 });
});

it.each(['worker.js', 'https://example.org/worker.js'])('in Node it may not be %s', async (address) => {
  const { failure } = await statsFor(address);
  expect(failure).toBe(`"workerUrl" expected a file: URL or a path, as Node needs, got ${address}`);
});

describe('a file is refused, and the thread that calls computes', () => {
  const hello = (version: string) => `{ type: 'hello', version: '${version}' }`;
  /** Takes messages, and never answers one. */
  const silent = (first: string) => `
    const { parentPort } = require('node:worker_threads');
    ${first}
    parentPort.on('message', () => {});`;
  const post = (first: string) => silent(`parentPort.postMessage(${first});`);

  it.each([
    ['of another version', source.replaceAll(VERSION, '0.0.9'), `is of version 0.0.9, not ${VERSION}`],
    ['of another protocol', post(hello('9.9.9')), `is of version 9.9.9, not ${VERSION}`],
    [
      'of a version that does not tell it',
      post("{ type: 'started' }"),
      `is no worker of convolve-wasm ${VERSION}`,
    ],
    ['that sends something else', post('null'), `is no worker of convolve-wasm ${VERSION}`],
    ['that sends nothing', silent(''), 'did not start within 3 s'],
    ['that starts no listening', post(hello(VERSION)), 'did not start within 3 s'],
    ['that ends', '', ': it ended (exit code 0)'],
    ['that throws', "throw new Error('spoiled');", ': spoiled (exit code 1)'],
  ])('%s', async (name, text, message) => {
    const path = fileOf(`${name.replaceAll(' ', '-')}.cjs`, text);
    const stats = await statsFor(path, { start: 3000 });
    expect(stats).toMatchObject({
      failure: message.startsWith(':') ? path + message : `${path} ${message}`,
      inlineCalls: 1,
      workers: 0,
      deaths: 0,
    });
  });
});
