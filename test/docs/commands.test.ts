import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages, read } from './examples.ts';

const root = new URL('../../', import.meta.url);
const scriptsOf = (path: string) => Object.keys(JSON.parse(read(path)).scripts ?? {});
const examples = readdirSync(new URL('examples/', root), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('package.json') && !path.includes('node_modules'),
);
const scripts = [...scriptsOf('package.json'), ...examples.flatMap((path) => scriptsOf(`examples/${path}`))];

const texts = ['CONTRIBUTING.md', 'SECURITY.md', ...pages()].map(read).join('\n');

it('name scripts that there are', () => {
  const named = [...texts.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});

it('name programs that there are', () => {
  const named = [...texts.matchAll(/node (scripts\/\S+\.mjs) \d+ (\S+\.ts)/g)].flatMap(
    ([, ...paths]) => paths,
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
