import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import type { Page } from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in a page, or in a part of it, in words: by all of its rules, or by some. */
export async function axeFaults(page: Page, part = 'html', rules?: string[]): Promise<string[]> {
  // Text that still fades in has less contrast than it will have.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished)).then(() => {}),
  );
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (part, rules) =>
      (globalThis as unknown as { axe: typeof Axe }).axe.run(part, rules ? { runOnly: rules } : {}),
    part,
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
