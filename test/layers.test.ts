import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

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

/** The floors of the house, from the bottom: what each may import besides itself. */
const floors: Record<string, readonly string[]> = {
  'src/base/': [],
  'src/io/': ['src/base/'],
  'src/problem/': ['src/base/', 'src/io/'],
  'src/plan/': ['src/base/', 'src/problem/'],
  'src/backend/': ['src/base/', 'src/io/', 'src/problem/', 'src/plan/'],
  'src/js/': ['src/base/', 'src/io/', 'src/problem/', 'src/plan/', 'src/backend/'],
  'src/wasm/': [
    'src/base/',
    'src/io/',
    'src/problem/',
    'src/plan/',
    'src/backend/',
    '@assemblyscript/loader',
    'fflate',
  ],
  'src/call/': ['src/base/', 'src/io/', 'src/problem/', 'src/plan/', 'src/backend/'],
  'src/image/': ['src/base/', 'src/io/', 'src/problem/', 'src/call/'],
  'src/stream/': ['src/base/', 'src/io/', 'src/problem/', 'src/plan/', 'src/call/', 'src/image/'],
  'src/backends.ts': ['src/call/', 'src/js/', 'src/wasm/'],
  'src/backends-js.ts': ['src/call/', 'src/js/'],
  'src/backends-fetched.ts': ['src/call/', 'src/js/', 'src/wasm/'],
  'src/backends-imported.ts': ['src/call/', 'src/js/', 'src/wasm/'],
  'src/index.ts': [
    'src/base/',
    'src/backends.ts',
    'src/call/',
    'src/image/',
    'src/stream/',
    'src/js/',
    'src/wasm/',
  ],
  'src/index-js.ts': ['src/base/', 'src/backends-js.ts', 'src/call/', 'src/image/', 'src/stream/', 'src/js/'],
  'src/index-fetched.ts': [
    'src/base/',
    'src/backends-fetched.ts',
    'src/call/',
    'src/image/',
    'src/stream/',
    'src/js/',
    'src/wasm/',
  ],
  'src/slim.ts': ['src/base/', 'src/image/', 'src/wasm/', 'src/index-fetched.ts', 'src/index-js.ts'],
  'src/index-imported.ts': [
    'src/base/',
    'src/backends-imported.ts',
    'src/call/',
    'src/image/',
    'src/stream/',
    'src/js/',
    'src/wasm/',
  ],
  'src/pool/worker.ts': [
    'src/base/',
    'src/io/',
    'src/backend/',
    'src/call/',
    'src/image/',
    'src/js/',
    'src/wasm/',
    'src/pool/',
  ],
  'src/pool/': [
    'src/base/',
    'src/io/',
    'src/problem/',
    'src/plan/',
    'src/backend/',
    'src/call/',
    'src/image/',
    'src/wasm/abi.ts',
    'src/wasm/create-backend.ts',
    'src/wasm/shared-memory.ts',
  ],
  'src/pool.ts': ['src/backends.ts', 'src/call/', 'src/image/', 'src/js/', 'src/wasm/', 'src/pool/'],
  'src/pool-imported.ts': [
    'src/backends-imported.ts',
    'src/call/',
    'src/image/',
    'src/js/',
    'src/wasm/',
    'src/pool/',
  ],
  'src/cli/': ['src/base/', 'src/index.ts', 'src/pool.ts', 'node:', ...tools],
  'src/zarr/': ['src/base/', 'src/io/', 'src/problem/', 'src/index.ts', 'zarrita'],
  'assembly/constants.ts': [],
  'assembly/lanes/': ['assembly/constants'],
  'assembly/kernels/': ['assembly/constants', 'assembly/lanes/'],
  'assembly/index.ts': ['assembly/kernels/'],
};

const files = ['src', 'assembly'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/binary|worker-source/.test(name))
    .map((name) => join(folder, name)),
);

function floorOf(file: string): string {
  return Object.keys(floors).find((prefix) => file.startsWith(prefix)) ?? '';
}

function importsOf(file: string): string[] {
  // Examples in docstrings import the packages.
  const source = readFileSync(join(root, file), 'utf8').replaceAll(/^ *\*.*$/gm, '');
  return [...source.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, target]) =>
    target!.startsWith('.') ? relative(root, join(root, dirname(file), target!)) : target!,
  );
}

it('finds the files', () => {
  expect(files.length).toBeGreaterThan(60);
});

it.each(files)('%s imports only what lies below it', (file) => {
  const floor = floorOf(file);
  const allowed = [floor, ...(floors[floor] ?? [])];
  expect(floor).not.toBe('');
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
  expect(Object.keys(floors).filter((floor) => !files.some((file) => file.startsWith(floor)))).toEqual([]);
});

it('the command line imports no tool that it does not need', () => {
  const imported = files.filter((file) => file.startsWith('src/cli/')).flatMap(importsOf);
  expect(tools.filter((tool) => !imported.includes(tool))).toEqual([]);
});

it('no files import each other in a circle', () => {
  const circles: string[] = [];
  const isSound = new Set<string>();
  const follow = (file: string, path: readonly string[]): void => {
    if (isSound.has(file)) return;
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    for (const target of importsOf(file)) {
      const imported = target.endsWith('.ts') ? target : `${target}.ts`;
      if (files.includes(imported)) follow(imported, [...path, file]);
    }
    isSound.add(file);
  };
  for (const file of files) follow(file, []);
  expect(circles).toEqual([]);
});

it('only one file imports the loader', () => {
  expect(files.filter((file) => importsOf(file).includes('@assemblyscript/loader'))).toEqual([
    'src/wasm/instance.ts',
  ]);
});
