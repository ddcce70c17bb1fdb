import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeState, keysOfAddress } from '../../demo/playground/src/state/address.ts';
import { embedCode } from '../../demo/playground/src/take-away/embed.ts';
import { inBrowsers, phone } from './browsers.ts';

const page = readFileSync(new URL('../../docs/playground.md', import.meta.url), 'utf8');

it('understands the addresses that its documentation shows', () => {
  const states = [...page.matchAll(/example\.org\/\S*?#([^\s"]+)/g)].map(([, text]) => text!);
  expect(states.length).toBeGreaterThan(1);
  for (const text of states) expect(decodeState(text).unknown, text).toEqual([]);
});

it('lists all keys of addresses, with values that are understood', () => {
  const rows = [...page.matchAll(/^\| (`.*`) \|.*\| (`.*`) \|$/gm)];
  const codesOf = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  expect(rows.flatMap(([, keys]) => codesOf(keys!)).sort()).toEqual([...keysOfAddress].sort());
  for (const [, keys, values] of rows) {
    const [key] = codesOf(keys!);
    for (const value of codesOf(values!)) {
      expect(decodeState(`${key}=${value}`).unknown, `${key}=${value}`).toEqual([]);
    }
  }
});

it('shows the code of frames that the page writes', () => {
  expect(page).toContain(embedCode('https://example.org/playground/#kernel=sobelX'));
});

/** Pictures of the documentation: `UPDATE_PICTURES=1` puts them there. */
const folder = fileURLToPath(
  new URL(
    process.env.UPDATE_PICTURES ? '../../docs/playground/' : '../../.cache/screenshots/docs/',
    import.meta.url,
  ),
);
/** So that a page with all of them loads at once. */
const maxBytes = 60_000;

inBrowsers(
  (open) => {
    it.each([
      ['play', '#pointed=230,262', { width: 1280, height: 800 }, 'light', '.terms'],
      [
        'edge',
        '#zoom=24,0,0&pointed=0,0&kernel=gaussian:sigma=1,size=5',
        { width: 1280, height: 800 },
        'dark',
        '.terms',
      ],
      ['phone', '#picture=zone&kernel=gaussian:sigma=2,size=9&colours=viridis', phone, 'light', 'canvas'],
    ] as const)('is pictured: %s', async (name, address, viewport, scheme, seen) => {
      const page = await open(address, { viewport, scheme });
      await page.waitForSelector(seen);
      const shot = await page.screenshot();
      mkdirSync(folder, { recursive: true });
      const { size } = await sharp(shot).webp({ quality: 60 }).toFile(`${folder}${name}.webp`);
      expect(size).toBeLessThan(maxBytes);
    });
  },
  ['Chromium'],
);
