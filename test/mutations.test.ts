import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const root = new URL('../', import.meta.url);
const { mutations }: { mutations: readonly Mutation[] } = await import(
  new URL('scripts/mutations.mjs', root).href
);

/** All that is behind the exports; `assembly/index.ts` has no logic. */
const files = ['assembly/kernels', 'assembly/lanes'].flatMap((folder) =>
  readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}`),
);

it.each(files)('%s has a mutation', (file) => {
  expect(mutations.filter((mutation) => mutation.file === file)).not.toEqual([]);
});

it('names each mutation once', () => {
  const names = mutations.map(({ name }) => name);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

it.each(mutations)('finds what to change for $name', ({ file, find, replace }) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toContain(find);
  expect(replace).not.toBe(find);
});
