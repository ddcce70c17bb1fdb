import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 800 };

/**
 * Looks at a page as a reader would, on a desktop, light and dark, and on a phone; returns what is wrong with it, in words.
 * `part` is a selector of what axe looks at: what stands around the text is the same on many pages. `shot` is called for each look.
 */
export async function inspect(
  page: Page,
  address: string,
  part: string,
  shot: (look: string) => Promise<void>,
): Promise<string[]> {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });

  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(address);
  // Vue has taken the page over.
  await page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!);
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' });
  await page.evaluate(axe);
  faults.push(...(await imageFaults(page)), ...(await axeFaults(page, part, 'light')));
  await shot('light');

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
  faults.push(...(await axeFaults(page, part, 'dark')));
  await shot('dark');

  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(phone);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > phone.width) faults.push(`${width} pixels wide on a phone of ${phone.width}`);
  await shot('phone');
  return faults;
}

async function imageFaults(page: Page): Promise<string[]> {
  const broken = await page.evaluate(async () => {
    const images = Array.from(document.images);
    await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
    return images.filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src);
  });
  return broken.map((source) => `broken image: ${source}`);
}

/** Of the dark look the colours alone, since all else is the same. */
async function axeFaults(page: Page, part: string, look: 'light' | 'dark'): Promise<string[]> {
  const options: RunOptions = look === 'dark' ? { runOnly: ['color-contrast'] } : {};
  const { violations } = await page.evaluate(
    ([part, options]) => (globalThis as unknown as { axe: typeof Axe }).axe.run(part, options),
    [part, options] as const,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `axe, ${look}: ${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
