import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import * as zarr from 'zarrita';
import * as api from '../../src/index.ts';
import * as poolApi from '../../src/pool.ts';
import * as zarrApi from '../../src/zarr/index.ts';
import { blocks, docstrings } from './examples.ts';

/** What examples import. */
const names: { readonly [name: string]: unknown } = { ...api, ...poolApi, ...zarrApi, zarr };

/** Runs an example; returns what it logs and, line for line, what the comments behind say that it logs. */
async function run(code: string): Promise<{ logged: string[]; promised: string[] }> {
  const logged: string[] = [];
  const log = (...values: unknown[]) => logged.push(values.map(show).join(' '));
  const own = code.replaceAll(/^import [^;]*? from '(convolve-wasm([/-]\w+)?|zarrita)';$/gm, '');
  // Node 20 does not know `using`.
  const example = `async function example() { ${own} }`;
  const body = `${transformSync(example, { loader: 'ts', target: 'es2022' }).code} return example();`;
  await new Function('console', ...Object.keys(names), body)({ log }, ...Object.values(names));
  const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, words]) => words!);
  return { logged, promised };
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${show(Array.from(value as never))}`;
  return String(value);
}

const runnable = [...blocks, ...docstrings].filter(({ runs }) => runs);

it('finds the examples', () => {
  expect(blocks.length).toBeGreaterThan(3);
  expect(docstrings.length).toBeGreaterThan(150);
});

it.each(runnable)('$name prints what its comments say', async ({ code }) => {
  const { logged, promised } = await run(code);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged).toEqual(promised);
});
