import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { root } from './consumer.ts';

/** Addresses of files, which no module resolution of CommonJS knows. */
const files = ['./convolve.wasm', './convolve-relaxed.wasm', './worker.js'];

it.each([
  ['attw', ['--exclude-entrypoints', ...files, '--']],
  ['publint', ['run', '--strict']],
])(
  '%s has nothing to say against the tarball',
  (tool, args) => {
    const tarball = readdirSync(inject('consumer')).find((name) => name.endsWith('.tgz')) as string;
    const command = join(root, 'node_modules/.bin', tool);
    const { status, stdout, stderr } = spawnSync(command, [...args, join(inject('consumer'), tarball)], {
      encoding: 'utf8',
    });
    expect({ status, printed: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, printed: '' });
  },
  60_000,
);
