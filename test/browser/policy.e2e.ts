import { afterEach, expect, inject, it } from 'vitest';
import { expectSuitePassed } from '../package/expect-suite.ts';
import { useBrowser } from './browser.ts';
import { type Server, serve } from './server.ts';
import { plainSite } from './sites.ts';

const visit = useBrowser();
let server: Server | undefined;
afterEach(() => server?.close());

async function visitUnder(policy: string) {
  server = await serve(await plainSite(inject('consumer')), { 'content-security-policy': policy });
  return visit(server.address);
}

it('serves from JavaScript where the policy forbids WebAssembly, and says why', async () => {
  const { summary } = await visitUnder("script-src 'self'");
  const { backend, backends, reason } = summary.info;
  expect(backend).toBe('js');
  for (const name of ['wasm-relaxed', 'wasm'] as const) {
    expect(backends[name]).toEqual({
      available: false,
      reason: 'forbidden-by-policy',
      detail: expect.stringMatching(/Content Security Policy/),
      runs: 0,
      memoryBytes: 0,
    });
    expect(reason).toContain(`${name}: ${backends[name].detail}`);
  }
  expectSuitePassed(summary, ['js']);
});

it('serves from WebAssembly where the policy allows it', async () => {
  const { summary } = await visitUnder("script-src 'self' 'wasm-unsafe-eval'");
  expect(summary.info.backend).toBe('wasm-relaxed');
  expectSuitePassed(summary, ['wasm-relaxed', 'wasm', 'js']);
});
