import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const scriptsOf = (path: string) => Object.keys(JSON.parse(read(path)).scripts ?? {});
const examples = readdirSync(new URL('examples/', root), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('package.json') && !path.includes('node_modules'),
);
const scripts = [...scriptsOf('package.json'), ...examples.flatMap((path) => scriptsOf(`examples/${path}`))];

const pages = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules') && !path.startsWith('api/'))
  .map((path) => `docs/${path}`);
const texts = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages].map(read).join('\n');

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
