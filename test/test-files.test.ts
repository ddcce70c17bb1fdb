import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { names as options } from '../src/problem/options.ts';

/* Each kernel and each option has one file with its tests, and its name. */

const root = new URL('../', import.meta.url);
const stems = (folder: string, ending: string) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

describe('kernels', () => {
  const index = readFileSync(new URL('assembly/index.ts', root), 'utf8');
  const exported = Array.from(index.matchAll(/from '\.\/kernels\/([^']+)'/g), ([, file]) => file!);
  const tested = stems('test/kernels', '.test.ts');

  it.each(exported)('%s has its tests', (file) => {
    expect(tested).toContain(file);
  });

  it('are many, and all tests beside theirs are of a kernel', () => {
    expect(exported.length).toBeGreaterThan(15);
    expect(stems('assembly/kernels', '.ts')).toEqual(expect.arrayContaining(tested));
  });
});

it('options have their tests each, and nothing else has tests beside them', () => {
  expect(stems('test/options', '.test.ts').sort()).toEqual([...options].sort());
});
