import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { hasBinaries } from '../package/binaries.ts';
import { expectSuitePassed } from '../package/expect-suite.ts';
import { useBrowser } from './browser.ts';
import { type Server, serve } from './server.ts';
import { plainSite } from './sites.ts';

const visit = useBrowser();
let server: Server;
beforeAll(async () => {
  server = await serve(await plainSite(inject('consumer')));
});
afterAll(() => server?.close());

it('loads no WebAssembly with convolve-wasm/js, and passes the suite', async () => {
  const { summary, scripts } = await visit(`${server.address}js-only.html`);
  expect(summary.info.backend).toBe('js');
  expectSuitePassed(summary, ['js']);
  expect(scripts.length).toBeGreaterThan(1);
  expect(scripts.filter(hasBinaries)).toEqual([]);
});

it('would notice the WebAssembly that convolve-wasm brings', async () => {
  const { scripts } = await visit(server.address);
  expect(scripts.some(hasBinaries)).toBe(true);
});
