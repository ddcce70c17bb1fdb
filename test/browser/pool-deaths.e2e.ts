import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { serve } from './server.ts';

const browser = launchChromium();
const root = mkdtempSync(join(tmpdir(), 'convolve-pool-deaths-'));
afterAll(async () => {
  rmSync(root, { recursive: true });
  await (await browser).close();
});
beforeAll(async () => {
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><body><script type="module" src="page.js"></script>',
  );
  await build({
    entryPoints: [fileURLToPath(new URL('./pool/page.ts', import.meta.url))],
    outfile: join(root, 'page.js'),
    bundle: true,
    format: 'esm',
  });
});

const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const outcome = {
  isRight: true,
  hasDied: true,
  inlineCalls: 0,
  reason: 'AbortError',
  workers: 0,
};

it.each([
  ['isolated', isolated, [outcome, outcome]],
  ['not isolated', {}, [outcome]],
])('workers that end without a word are replaced, in a page that is %s', async (_, headers, expected) => {
  const server = await serve({ root, path: '/' }, headers);
  try {
    const page = await (await browser).newPage();
    await page.goto(server.address);
    const told = await page.locator('script[type="application/json"]').textContent({ timeout: 90_000 });
    expect(JSON.parse(told ?? '')).toEqual(expected);
  } finally {
    await server.close();
  }
});
