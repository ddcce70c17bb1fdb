import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a file or folder may import, by longest matching prefix; a folder may always import itself. */
const layers: Record<string, readonly string[]> = {
  'src/types.ts': [],
  'src/errors.ts': [],
  'src/dtype.ts': ['src/types.ts'],
  'src/view.ts': ['src/types.ts', 'src/dtype.ts'],
  'src/container.ts': ['src/types.ts', 'src/errors.ts', 'src/dtype.ts', 'src/view.ts'],
  'src/spec/': ['src/types.ts', 'src/errors.ts', 'src/dtype.ts', 'src/view.ts'],
  'src/plan/': ['src/types.ts', 'src/errors.ts', 'src/dtype.ts', 'src/spec/'],
  'src/backend/': ['src/types.ts', 'src/errors.ts', 'src/dtype.ts', 'src/view.ts', 'src/spec/', 'src/plan/'],
  'src/js/': ['src/types.ts', 'src/dtype.ts', 'src/view.ts', 'src/plan/', 'src/backend/'],
  'src/wasm/': [
    'src/types.ts',
    'src/errors.ts',
    'src/dtype.ts',
    'src/view.ts',
    'src/plan/',
    'src/backend/',
    '@assemblyscript/loader',
  ],
  'src/api.ts': [
    'src/types.ts',
    'src/errors.ts',
    'src/dtype.ts',
    'src/view.ts',
    'src/container.ts',
    'src/spec/',
    'src/plan/',
    'src/backend/',
  ],
  'src/index.ts': ['src/types.ts', 'src/errors.ts', 'src/api.ts', 'src/js/', 'src/wasm/'],
  'src/index-js.ts': ['src/types.ts', 'src/errors.ts', 'src/api.ts', 'src/js/'],
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
  expect(files.length).toBeGreaterThan(30);
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

it.each(files.filter((file) => file.startsWith('src')))('%s runs in every JavaScript', (file) => {
  const source = readFileSync(join(root, file), 'utf8');
  expect(source).not.toMatch(/from 'node:|\beval\(|new Function|^await /m);
  if (!file.startsWith('src/wasm/')) expect(source).not.toMatch(/WebAssembly\./);
});

it('only one file imports the loader', () => {
  expect(files.filter((file) => importsOf(file).includes('@assemblyscript/loader'))).toEqual([
    'src/wasm/instance.ts',
  ]);
});
