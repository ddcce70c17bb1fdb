import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import * as api from '../../src/index.ts';

interface Example {
  readonly name: string;
  readonly code: string;
}

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

const readme = [...read('README.md').matchAll(/```js\n(.*?)```/gs)].map(
  ([, code], n): Example => ({ name: `README ${n + 1}`, code: code! }),
);

const documented = [
  'base/types',
  'call/api',
  'image/filters',
  'image/kernel-types',
  'image/kernels',
  'image/pictures',
  'image/prepare',
];
const docstrings = documented.flatMap((file) =>
  [...read(`src/${file}.ts`).matchAll(/@example\n(.*?)(?=@example|\*\/)/gs)].map(
    ([, code], n): Example => ({
      name: `${file}, docstring ${n + 1}`,
      code: code!.replaceAll(/^ *\* ?/gm, ''),
    }),
  ),
);

/** Runs an example; returns what it logs and, line for line, what the comments behind say that it logs. */
function run(code: string): { logged: string[]; promised: string[] } {
  const logged: string[] = [];
  const log = (...values: unknown[]) => logged.push(values.map(show).join(' '));
  // Node 20 does not know `using`.
  const body = transformSync(code.replaceAll(/^import .*$/gm, ''), { target: 'es2022' }).code;
  // In a block, since an example may give a name of its own that is also one of the package's.
  new Function('console', ...Object.keys(api), `{ ${body} }`)({ log }, ...Object.values(api));
  const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, words]) => words!);
  return { logged, promised };
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${show(Array.from(value as never))}`;
  return String(value);
}

it('finds the examples', () => {
  expect([readme.length, docstrings.length]).toEqual([3, 37]);
});

it.each([...readme, ...docstrings])('$name prints what its comments say', ({ code }) => {
  const { logged, promised } = run(code);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged).toEqual(promised);
});
