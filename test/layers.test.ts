import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const values = ['src/types.ts', 'src/list.ts', 'src/errors.ts', 'src/dtype.ts'];
const problems = [...values, 'src/view.ts', 'src/spec/'];
const plans = [...problems, 'src/plan/'];
const backends = [...plans, 'src/backend/'];
const filters = [
  ...backends,
  'src/container.ts',
  'src/disposable.ts',
  'src/planner.ts',
  'src/alpha.ts',
  'src/nan.ts',
];
const imageTools = ['src/container.ts', 'src/saturate.ts', 'src/alpha.ts', 'src/filter.ts', 'src/api.ts'];
const entries = ['src/types.ts', 'src/errors.ts', 'src/api.ts', 'src/image/', 'src/js/'];

/** What the command line is made of, besides the library. */
const tools = [
  '@resvg/resvg-js',
  'cli-progress',
  'cli-table3',
  'commander',
  'csv-parse/sync',
  'fast-png',
  'sharp',
  'tinybench',
  'tinyglobby',
  'vega',
];

/** What a file or folder may import, by longest matching prefix; a folder may always import itself. */
const layers: Record<string, readonly string[]> = {
  'src/types.ts': [],
  'src/list.ts': [],
  'src/errors.ts': ['src/list.ts'],
  'src/disposable.ts': [],
  'src/dtype.ts': ['src/types.ts'],
  'src/moving.ts': ['src/types.ts', 'src/dtype.ts'],
  'src/view.ts': ['src/types.ts', 'src/dtype.ts', 'src/moving.ts'],
  'src/spec/': [...values, 'src/view.ts'],
  'src/plan/': [...values, 'src/spec/'],
  'src/backend/': plans,
  'src/js/': [...backends, 'src/saturate.ts'],
  'src/wasm/': [...backends, '@assemblyscript/loader', 'fflate'],
  'src/overlap.ts': [...values, 'src/view.ts'],
  'src/container.ts': [...values, 'src/moving.ts', 'src/view.ts', 'src/overlap.ts'],
  'src/saturate.ts': ['src/types.ts', 'src/dtype.ts'],
  'src/alpha.ts': [...values, 'src/view.ts', 'src/spec/', 'src/container.ts', 'src/saturate.ts'],
  'src/nan.ts': [...values, 'src/view.ts', 'src/spec/'],
  'src/planner.ts': backends,
  'src/filter.ts': filters,
  'src/resident.ts': [...filters, 'src/moving.ts'],
  'src/explain.ts': filters,
  'src/convolver.ts': [...filters, 'src/filter.ts', 'src/resident.ts', 'src/explain.ts'],
  'src/api.ts': [...filters, 'src/filter.ts', 'src/resident.ts', 'src/explain.ts', 'src/convolver.ts'],
  'src/image/': [...values, 'src/view.ts', 'src/spec/', ...imageTools],
  'src/index.ts': [...entries, 'src/wasm/'],
  'src/index-js.ts': entries,
  'src/cli/': ['src/types.ts', 'src/index.ts', 'node:', ...tools],
  'assembly/lanes/': [],
  'assembly/kernels/': ['assembly/lanes/'],
  'assembly/index.ts': ['assembly/kernels/'],
};

const files = ['src', 'assembly'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('binary'))
    .map((name) => join(folder, name)),
);

function layerOf(file: string): string {
  const matching = Object.keys(layers).filter((prefix) => file.startsWith(prefix));
  return matching.sort((a, b) => b.length - a.length)[0] ?? '';
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, target]) =>
    target!.startsWith('.') ? relative(root, join(root, dirname(file), target!)) : target!,
  );
}

it('finds the files', () => {
  expect(files.length).toBeGreaterThan(60);
});

it.each(files)('%s imports only what lies below it', (file) => {
  const layer = layerOf(file);
  const allowed = [layer, ...(layers[layer] ?? [])];
  expect(layer).not.toBe('');
  for (const target of importsOf(file)) {
    expect(
      allowed.some((prefix) => target.startsWith(prefix)),
      `${file} imports ${target}`,
    ).toBe(true);
  }
});

const library = files.filter((file) => file.startsWith('src/') && !file.startsWith('src/cli/'));

it.each(library)('%s runs in every JavaScript', (file) => {
  const source = readFileSync(join(root, file), 'utf8');
  expect(source).not.toMatch(/from 'node:|\beval\(|new Function|^await /m);
  if (!file.startsWith('src/wasm/')) expect(source).not.toMatch(/WebAssembly\.\w/);
});

it('has no rules for files that are gone', () => {
  expect(Object.keys(layers).filter((layer) => !files.some((file) => file.startsWith(layer)))).toEqual([]);
});

it('the command line imports no tool that it does not need', () => {
  const imported = files.filter((file) => file.startsWith('src/cli/')).flatMap(importsOf);
  expect(tools.filter((tool) => !imported.includes(tool))).toEqual([]);
});

it('only one file imports the loader', () => {
  expect(files.filter((file) => importsOf(file).includes('@assemblyscript/loader'))).toEqual([
    'src/wasm/instance.ts',
  ]);
});
