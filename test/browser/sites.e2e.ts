import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { expectSuitePassed } from '../package/expect-suite.ts';
import { useBrowser } from './browser.ts';
import { type Server, serve } from './server.ts';
import { plainSite, viteSite } from './sites.ts';

const visit = useBrowser();

describe.each([
  ['without a bundler', plainSite],
  ['built by Vite', viteSite],
])('a page %s', (_kind, site) => {
  let server: Server;
  beforeAll(async () => {
    server = await serve(await site(inject('consumer')));
  });
  afterAll(() => server?.close());

  it.each([
    ['itself', ''],
    ['its worker', '#worker'],
  ])('passes the suite on every backend in %s', async (_place, hash) => {
    const { summary } = await visit(server.address + hash);
    expect(summary.info.backend).toBe('wasm-relaxed');
    expectSuitePassed(summary, ['wasm-relaxed', 'wasm', 'js']);
  });
});
