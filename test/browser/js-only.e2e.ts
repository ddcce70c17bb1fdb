import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { expectSuitePassed } from '../package/expect-suite.ts';
import { useBrowser } from './browser.ts';
import { type Server, serve } from './server.ts';
import { plainSite } from './sites.ts';

/** How base64 writes the first four bytes of every WebAssembly binary. */
const binary = /AGFzb[Q-T]/;

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
  expect(scripts.filter((script) => binary.test(script))).toEqual([]);
});

it('would notice the WebAssembly that convolve-wasm brings', async () => {
  const { scripts } = await visit(server.address);
  expect(scripts.some((script) => binary.test(script))).toBe(true);
});
