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
  const apps = ['suite', 'pool'].map((name) => fileURLToPath(new URL(`app/${name}.ts`, import.meta.url)));
  await transpile(apps, inject('consumer'));
});

/** What a program of the consumer's prints, run by some runtime. */
function run(program: 'suite' | 'pool', command: string, ...args: string[]): unknown {
  const cwd = inject('consumer');
  const printed = execFileSync(command, [...args, `${program}.js`], {
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
  const summary = run('suite', process.execPath) as Summary;
  expectSuitePassed(summary, [
    ...(WebAssembly.validate(relaxed) ? ['wasm-relaxed' as const] : []),
    'wasm',
    'js',
  ]);
});

const others: [string, [string, ...string[]]][] = [
  ['Bun', ['bun', 'run', '--no-install']],
  [
    'Deno, which may read and do nothing else',
    ['deno', 'run', '--no-prompt', '--no-remote', '--allow-read=.'],
  ],
];
const programOf = (name: string) => join(runtimes, 'node_modules/.bin', name);

it.each(others)('passes the suite on every backend on %s', (_name, [command, ...args]) => {
  const summary = run('suite', programOf(command), ...args) as Summary;
  expect(summary.info.backend).toBe('wasm-relaxed');
  expectSuitePassed(summary, ['wasm-relaxed', 'wasm', 'js']);
});

const pooled = { workers: 2, transport: 'shared', inlineCalls: 0, failure: null, isEqual: true };

it('computes by a pool on this Node', () => {
  expect(run('pool', process.execPath)).toEqual(pooled);
  expect(run('pool', process.execPath, '--import', 'data:text/javascript,0')).toEqual(pooled);
});

it.each(others)('computes by a pool on %s', (_name, [command, ...args]) => {
  expect(run('pool', programOf(command), ...args)).toEqual(pooled);
});

it('says that the process may not start workers', () => {
  const [major] = process.versions.node.split('.');
  const flag = Number(major) < 23 ? '--experimental-permission' : '--permission';
  expect(run('pool', process.execPath, flag, '--allow-fs-read=*')).toEqual({
    ...pooled,
    workers: 0,
    inlineCalls: 1,
    failure: expect.stringContaining('restricted'),
  });
});
