import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, inject, it } from 'vitest';
import { npm, root } from './consumer.ts';
import { expectSuitePassed } from './expect-suite.ts';
import type { Summary } from './run-suite.ts';
import { transpile } from './transpile.ts';

const versions = ['bun@1.4.5', 'deno@2.9.6'];
const runtimes = join(root, '.cache/runtimes');

beforeAll(async () => {
  mkdirSync(runtimes, { recursive: true });
  npm(runtimes, 'install', '--prefix', runtimes, '--no-save', '--no-audit', '--no-fund', ...versions);
  await transpile([fileURLToPath(new URL('app/suite.ts', import.meta.url))], inject('consumer'));
});

/** The summary of the suite, run on the installed package by some runtime. */
function runSuite(command: string, ...args: string[]): Summary {
  const cwd = inject('consumer');
  const printed = execFileSync(command, [...args, 'suite.js'], {
    cwd,
    env: { ...process.env, DENO_DIR: join(cwd, '.deno'), DENO_NO_UPDATE_CHECK: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(printed);
}

it('passes the suite on this Node', () => {
  const relaxed = readFileSync(
    join(inject('consumer'), 'node_modules/convolve-wasm/dist/convolve-relaxed.wasm'),
  );
  const summary = runSuite(process.execPath);
  expectSuitePassed(summary, [
    ...(WebAssembly.validate(relaxed) ? ['wasm-relaxed' as const] : []),
    'wasm',
    'js',
  ]);
});

it.each([
  ['Bun', ['bun', 'run', '--no-install']],
  [
    'Deno, which may read and do nothing else',
    ['deno', 'run', '--no-prompt', '--no-remote', '--allow-read=.'],
  ],
])('passes the suite on every backend on %s', (_name, [command, ...args]) => {
  const summary = runSuite(join(runtimes, 'node_modules/.bin', command!), ...args);
  expect(summary.info.backend).toBe('wasm-relaxed');
  expectSuitePassed(summary, ['wasm-relaxed', 'wasm', 'js']);
});
