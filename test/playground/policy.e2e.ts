import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernels } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { type Server, serve } from '../browser/server.ts';
import { inBrowsers, waitForResult } from './browsers.ts';
import { project } from './build.ts';
import { alerts, expectResult, field, typeInto, waitForAlert } from './results.ts';

const strict =
  "default-src 'self'; img-src 'self' blob: data:; script-src 'self'; style-src 'self'; worker-src 'self'";
const withWebAssembly = strict.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");

let root: string | undefined;
let server: Server | undefined;
afterEach(async () => {
  await server?.close();
  if (root !== undefined) rmSync(root, { recursive: true });
  [root, server] = [undefined, undefined];
});

/** The built page, each of whose scripts first takes something of the browser away, in the page and in its workers. */
async function serveWithout(name: string): Promise<string> {
  root = mkdtempSync(join(tmpdir(), 'playground-'));
  cpSync(join(project, 'dist'), root, { recursive: true });
  const assets = join(root, 'assets');
  for (const file of readdirSync(assets).filter((file) => /^(index|worker)-.*\.js$/.test(file))) {
    const script = readFileSync(join(assets, file), 'utf8');
    writeFileSync(join(assets, file), `delete globalThis.${name};${script}`);
  }
  server = await serve({ root, path: '/' });
  return server.address;
}

const address = '#picture=steps';

async function expectSteps(page: Page): Promise<void> {
  const { data, ...size } = generate('steps', 512);
  await expectResult(page, { data: Uint8ClampedArray.from(data), ...size }, kernels.sobelX());
}

/** What the page says above all else, and of the method. */
async function saidBy(page: Page): Promise<{ readonly notice: string; readonly method: string }> {
  const textOf = (selector: string) => page.$eval(selector, ({ textContent }) => textContent ?? '');
  return { notice: await textOf('.notices'), method: await textOf('.why') };
}

inBrowsers((open, name) => {
  it('computes by JavaScript where the policy forbids WebAssembly, and says so', async () => {
    const page = await open(address, {
      headers: { 'content-security-policy': strict },
      // That the policy blocks WebAssembly is what browsers report.
      expected: [/WebAssembly|wasm/i],
    });
    await expectSteps(page);
    const { notice, method } = await saidBy(page);
    expect(notice).toBe("Computed by JavaScript: this page's security policy forbids WebAssembly.");
    expect(method).toMatch(/on JavaScript, because/);
  });

  it('computes by WebAssembly where the policy allows it', async () => {
    const page = await open(address, { headers: { 'content-security-policy': withWebAssembly } });
    await expectSteps(page);
    const { notice, method } = await saidBy(page);
    expect(notice).toBe('');
    expect(method).toMatch(/on WebAssembly/);
  });

  it('computes by JavaScript where there is no WebAssembly, and says so', async () => {
    const page = await open(address, { site: await serveWithout('WebAssembly') });
    await expectSteps(page);
    expect(await page.evaluate(() => 'WebAssembly' in globalThis)).toBe(false);
    const { notice, method } = await saidBy(page);
    expect(notice).toBe('Computed by JavaScript: this browser has no WebAssembly.');
    expect(method).toMatch(/on JavaScript, because/);
  });

  it('names the policy where it forbids a picture of another site, in the page and in a link', async () => {
    const page = await open('#picture=https://pictures.invalid/small.png', {
      headers: { 'content-security-policy': withWebAssembly },
      isEarly: true,
      expected: [/Content.Security.Policy|pictures\.invalid/i],
    });
    // Firefox may tell too late that the policy is the reason: then the sentence names it as one of several.
    const sentence =
      name === 'Chromium' ? "This page's security policy forbids pictures of other sites" : 'connect-src';
    await waitForAlert(page, sentence);
    await page.select('section.picture select', 'steps');
    await waitForResult(page);
    expect(await alerts(page)).toEqual([]);
    await page.click('section.picture summary');
    await typeInto(await field(page, 'section.picture', 'Address'), 'https://pictures.invalid/small.png');
    await page.keyboard.press('Enter');
    await waitForAlert(page, sentence);
    expect((await alerts(page)).join()).toContain('The picture stays as it was.');
  });

  it('says what an old browser lacks, and shows the samples that it can', async () => {
    const page = await open('#side=64', { isEarly: true, site: await serveWithout('OffscreenCanvas') });
    await waitForAlert(page, 'This browser is too old to read pictures here.');
    await page.select('section.picture select', 'zone');
    await waitForResult(page);
    expect(await alerts(page)).toEqual([]);
  });

  it('has a benchmark under a strict policy, which says that opencv.js cannot take part', async () => {
    const page = await open('#tab=benchmark', {
      headers: { 'content-security-policy': strict },
      expected: [/WebAssembly|wasm|Content.Security.Policy/i],
    });
    await page.waitForSelector('.benchmark form');
    for (const label of await page.$$('.benchmark .cells label')) {
      const [name, isChosen] = await label.evaluate((element) => [
        element.querySelector('code')!.textContent,
        element.querySelector('input')!.checked,
      ]);
      if (isChosen !== (name === 'seed')) await label.click();
    }
    await page.select('.benchmark select', '100');
    await page.click('.benchmark .choices label:nth-child(2)');
    await page.click('.benchmark button[type="submit"]');
    await page.waitForSelector('.benchmark tr[data-contender="js"].timed');
    const text = (contender: string) =>
      page.$eval(`.benchmark tr[data-contender="${contender}"]`, ({ textContent }) => textContent);
    expect(await text('wasm')).toMatch(/did not take part: this page's security policy forbids WebAssembly/);
    expect(await text('opencv')).toMatch(/did not take part: it did not load: /);
  });
});
