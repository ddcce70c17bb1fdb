import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { decode, encode } from 'fast-png';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blurred } from '../support/gaussians.ts';
import { exampleFolder, face, greatestDifference, readPixels } from './run.ts';

const folder = exampleFolder('cloudflare-worker');

interface Miniflare {
  /** Its address, once it serves. */
  readonly ready: Promise<URL>;
  dispose(): Promise<void>;
}

/** Cloudflare's own server for Workers, with the example as wrangler bundles it: a `.wasm` file stays a module of its own. */
async function start(): Promise<Miniflare> {
  const outdir = join(folder, 'dist');
  await build({
    entryPoints: [join(folder, 'src/index.js')],
    bundle: true,
    format: 'esm',
    outdir,
    conditions: ['workerd', 'worker', 'browser'],
    logLevel: 'warning',
    loader: { '.wasm': 'copy' },
  });
  const { resolve } = createRequire(join(folder, 'package.json'));
  const { Miniflare } = await import(pathToFileURL(resolve('miniflare')).href);
  return new Miniflare({
    modules: true,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    modulesRoot: outdir,
    scriptPath: join(outdir, 'index.js'),
    compatibilityDate: '2025-12-01',
    host: '127.0.0.1',
    cf: false,
  });
}

describe('cloudflare-worker', () => {
  let server: Miniflare;
  let address: URL;
  beforeAll(async () => {
    server = await start();
    address = await server.ready;
  });
  afterAll(() => server?.dispose());

  const post = (fields: Record<string, string | Blob>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return fetch(address, { method: 'POST', body });
  };
  const file = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

  it('shows a form', async () => {
    const response = await fetch(address);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toContain('<input type="file" name="picture"');
  });

  it.each([3, 4])('blurs a picture of %s channels', async (channels) => {
    const small = sharp(face).resize(160, 120);
    const png = await (channels === 4 ? small.ensureAlpha(1) : small).png().toBuffer();
    const response = await post({ picture: file(png), sigma: '3' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    const after = decode(await response.arrayBuffer());
    const { data } = await readPixels(png);
    const expected = blurred(data, [120, 160, channels], { sigma: [3, 3], boundary: ['reflect', 'reflect'] });
    expect(after).toMatchObject({ width: 160, height: 120, channels });
    expect(greatestDifference(after.data, expected)).toBeLessThan(1.5);
  });

  it('keeps the colour of a sprite at its rim', async () => {
    const sprite = {
      data: new Uint8Array([200, 100, 50, 255, 0, 0, 0, 0]),
      width: 2,
      height: 1,
      channels: 4,
    };
    const response = await post({ picture: file(encode(sprite)), sigma: '1' });
    const { data } = decode(await response.arrayBuffer());
    expect([...data.subarray(0, 3), ...data.subarray(4, 7)]).toEqual([200, 100, 50, 200, 100, 50]);
  });

  const tiny = encode({ data: new Uint8Array(3), width: 1, height: 1, channels: 3 });
  /** A PNG whose header says 60,000 x 60,000. */
  const bomb = Uint8Array.from(tiny);
  new DataView(bomb.buffer).setUint32(16, 60_000);
  new DataView(bomb.buffer).setUint32(20, 60_000);

  it.each<[number, Record<string, string | Blob>]>([
    [400, { sigma: '3' }],
    [400, { picture: file(tiny), sigma: '-1' }],
    [400, { picture: file(tiny), sigma: 'much' }],
    [415, { picture: file(new TextEncoder().encode('a text, no picture at all')) }],
    [413, { picture: file(bomb) }],
  ])('answers %s to a wrong upload', async (status, fields) => {
    expect((await post(fields)).status).toBe(status);
  });
});
