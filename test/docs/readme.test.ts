import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const raw = 'https://raw.githubusercontent.com/convolve-wasm/convolve-wasm/main/';

/** What it shows and what it links to. */
const targets = [...readme.matchAll(/(!?)\[[^\]]*\]\(([^)]+)\)/g)].map(([, image, address]) => ({
  image: image === '!',
  address: address!,
}));

it('is read in five minutes', () => {
  expect(readme.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(900);
});

it('shows pictures by addresses that work outside of the repository', () => {
  const images = targets.filter(({ image }) => image).map(({ address }) => address);
  expect(images.length).toBe(2);
  const missing = images.filter(
    (address) => !address.startsWith(raw) || !existsSync(new URL(address.slice(raw.length), root)),
  );
  expect(missing).toEqual([]);
});

it('links to files of the repository that are there', () => {
  const links = targets.filter(({ image, address }) => !image && !address.startsWith('https://'));
  expect(links.length).toBeGreaterThan(10);
  const missing = links.filter(
    ({ address }) => !existsSync(fileURLToPath(new URL(address.split('#')[0]!, root))),
  );
  expect(missing).toEqual([]);
});

it('names the two commands of a fresh clone', () => {
  expect(readme).toMatch(/^npm ci && npm run demo$/m);
  expect(readme).toMatch(/^npm ci && npm test$/m);
});
