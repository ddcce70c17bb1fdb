import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

const { resolve } = createRequire(import.meta.url);
const typescript = join(resolve('typescript/package.json'), '../bin/tsc');

/** Of the others, functions take arguments without types, which tells TypeScript too little. */
const files = [
  'photo-folder/*.js',
  'scientific-arrays/ndarray.js',
  'sharp/*.js',
  'video-worker/*.js',
  'webcam-edges/*.js',
];

it('TypeScript accepts the calls of examples', () => {
  const project = join(inject('examples'), 'tsconfig.json');
  const compilerOptions = {
    allowJs: true,
    checkJs: true,
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'preserve',
    noEmit: true,
    // Examples are JavaScript: their own variables have no types.
    strict: false,
    target: 'es2023',
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(resolve('@types/node/package.json'), '../..')],
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, include: files }));
  const { status, stdout } = spawnSync(process.execPath, [typescript, '-p', project], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
