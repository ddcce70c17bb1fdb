import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, inject, it } from 'vitest';

const { resolve } = createRequire(import.meta.url);
const typescript = join(resolve('typescript/package.json'), '../bin/tsc');

beforeAll(() => {
  const app = fileURLToPath(new URL('app/types.ts', import.meta.url));
  for (const name of ['types.ts', 'types.cts']) copyFileSync(app, join(inject('consumer'), name));
});

it.each([
  { module: 'nodenext', file: 'types.ts' },
  { module: 'nodenext', file: 'types.cts' },
  { module: 'node16', file: 'types.ts' },
  { module: 'node16', file: 'types.cts' },
  { module: 'esnext', moduleResolution: 'bundler', file: 'types.ts' },
  { module: 'commonjs', moduleResolution: 'bundler', file: 'types.cts' },
])('has the right types in $file with module $module', ({ file, ...settings }) => {
  const project = join(inject('consumer'), `tsconfig.${settings.module}.${file}.json`);
  const lib = ['es2022', 'dom'];
  const strict = { strict: true, noUncheckedIndexedAccess: true };
  const compilerOptions = { ...settings, ...strict, target: 'es2022', lib, types: [], noEmit: true };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
  const { status, stdout } = spawnSync(process.execPath, [typescript, '-p', project], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

it('has types that need no declarations of a browser, or of Node', () => {
  const file = join(inject('consumer'), 'bare.ts');
  writeFileSync(
    file,
    `import { convolve2d, init } from 'convolve-wasm';
import { createPool } from 'convolve-wasm/pool';
init(new Uint8Array(1));
convolve2d([[1]], [[2]]);
createPool().convolve2d([[1]], [[2]]);
`,
  );
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022'];
  const { status, stdout } = spawnSync(process.execPath, [typescript, ...options, '--types', '', file], {
    cwd: inject('consumer'),
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
