import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, inject, it } from 'vitest';

const { resolve } = createRequire(import.meta.url);
const typescript = join(resolve('typescript/package.json'), '../bin/tsc');

beforeAll(() => {
  copyFileSync(fileURLToPath(new URL('app/types.ts', import.meta.url)), join(inject('consumer'), 'types.ts'));
});

it.each([
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
])('has the right types with moduleResolution $moduleResolution', (settings) => {
  const project = join(inject('consumer'), `tsconfig.${settings.moduleResolution}.json`);
  const lib = ['es2022', 'dom'];
  const strict = { strict: true, noUncheckedIndexedAccess: true };
  const compilerOptions = { ...settings, ...strict, target: 'es2022', lib, types: [], noEmit: true };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['types.ts'] }));
  const { status, stdout } = spawnSync(process.execPath, [typescript, '-p', project], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
