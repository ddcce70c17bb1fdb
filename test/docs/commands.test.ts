import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const scriptsOf = (folder: string) =>
  Object.keys((JSON.parse(read(`${folder}package.json`)) as { scripts?: object }).scripts ?? {});

const pages = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules') && !path.startsWith('api/'))
  .map((path) => `docs/${path}`);
const texts = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages].map((path) => ({
  path,
  text: read(path),
}));

it('name scripts that there are', () => {
  const own = scriptsOf('');
  const named = texts.flatMap(({ path, text }) => {
    // The page of an example names its scripts, too.
    const folders = new Set(text.match(/(?<=@\/\.\.\/)examples\/[\w-]+\//g));
    const known = [...own, ...[...folders].flatMap(scriptsOf)];
    return [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => ({
      name: `${path}: ${name}`,
      isKnown: known.includes(name!),
    }));
  });
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ isKnown }) => !isKnown).map(({ name }) => name)).toEqual([]);
});

it('name programs that there are', () => {
  const named = texts.flatMap(({ text }) =>
    [...text.matchAll(/node (scripts\/\S+\.mjs) \d+ (\S+\.ts)/g)].flatMap(([, ...paths]) => paths),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
