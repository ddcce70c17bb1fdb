import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { beforeAll, expect, inject, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import zarrPackageJson from '../../packages/zarr/package.json' with { type: 'json' };
import { hasBinaries } from './binaries.ts';
import { npm, type Packed, root } from './consumer.ts';

const { resolve } = createRequire(import.meta.url);
const consumer = inject('consumer');
const library = join(consumer, readdirSync(consumer).find((name) => /^convolve-wasm-\d/.test(name))!);
const here = join(consumer, 'zarr');

let packed: Packed;
let tarball: string;

beforeAll(() => {
  [packed] = JSON.parse(
    npm(join(root, 'packages/zarr'), 'pack', '--json', '--pack-destination', consumer),
  ) as [Packed];
  tarball = join(consumer, packed.filename);
  mkdirSync(here);
  writeFileSync(join(here, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const { zarrita, '@zarrita/storage': storage } = packageJson.devDependencies;
  const others = [`zarrita@${zarrita}`, `@zarrita/storage@${storage}`];
  npm(here, 'install', '--no-audit', '--no-fund', '--prefer-offline', library, tarball, ...others);
  cpSync(join(root, 'test/package/app/zarr.ts'), join(here, 'zarr.ts'));
}, 120_000);

it('has the version of the library, and depends on it', () => {
  expect(zarrPackageJson.version).toBe(packageJson.version);
  expect(zarrPackageJson.dependencies).toEqual({ 'convolve-wasm': packageJson.version });
});

it('takes the same releases of zarrita as the tests do', () => {
  expect(packageJson.devDependencies).toMatchObject(zarrPackageJson.peerDependencies);
});

it('holds the module, its types and nothing else', () => {
  const files = packed.files.map(({ path }) => path);
  const types = /^dist\/[\w-]+\.d\.ts$/;
  expect(files.filter((path) => !types.test(path)).sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/index.js',
    'dist/index.js.map',
    'package.json',
  ]);
  expect(files).toContain('dist/index.d.ts');
  expect(hasBinaries(readFileSync(join(root, 'packages/zarr/dist/index.js'), 'utf8'))).toBe(false);
});

it.each([
  ['attw', ['--profile', 'esm-only']],
  ['publint', ['run', '--strict']],
])('%s has nothing to say against the tarball', (tool, args) => {
  const command = join(root, 'node_modules/.bin', tool);
  const { status, stdout, stderr } = spawnSync(command, [...args, tarball], { encoding: 'utf8' });
  expect({ status, printed: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, printed: '' });
});

it('serves a program that is compiled under strict TypeScript', () => {
  const typescript = join(resolve('typescript/package.json'), '../bin/tsc');
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    // Of zarrita.
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(resolve('@types/node/package.json'), '../..')],
  };
  writeFileSync(join(here, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['zarr.ts'] }));
  const { status, stdout } = spawnSync(process.execPath, [typescript, '-p', here], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });

  const { code } = transformSync(readFileSync(join(here, 'zarr.ts'), 'utf8'), { loader: 'ts' });
  writeFileSync(join(here, 'zarr.js'), code);
  const printed = execFileSync(process.execPath, ['zarr.js', join(here, 'store')], {
    cwd: here,
    encoding: 'utf8',
  });
  expect(printed).toBe('12 1 true\n');
});
