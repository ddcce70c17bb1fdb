/* Test runners. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Environment, output, write } from './environment.ts';
import { asCommonJs, asModule, parse } from './probe.ts';
import { tool } from './tools.ts';

/** As long as the browsers have: runners end a test after 5 s, and machines may be busy. */
const testTimeout = 60_000;

const save = `
const { writeFileSync } = require('node:fs');
test('probe', async () => writeFileSync('answer.json', JSON.stringify(await probe())));`;
const saveTyped = save.replace(/const .* = require\((.*)\);/, 'import { writeFileSync } from $1;');

function jest(name: string, config: object, file: string, contents: string): Environment {
  return {
    name,
    advice: 'nothing to configure',
    isQuick: true,
    async run(folder) {
      const compilerOptions = { module: 'commonjs', esModuleInterop: true, types: ['jest', 'node'] };
      write(folder, {
        [file]: contents,
        'package.json': { jest: { ...config, testTimeout } },
        'tsconfig.json': { compilerOptions: { ...compilerOptions, strict: true, target: 'es2022' } },
      });
      await output(folder, process.execPath, tool('jest/bin/jest.js'), '--ci', '--watchman=false');
      return [parse(readFileSync(join(folder, 'answer.json'), 'utf8'))];
    },
  };
}

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

export const runners: readonly Environment[] = [
  jest('Jest 30', { testEnvironment: 'node' }, 'probe.test.js', asCommonJs(save)),
  jest('Jest 30 with jsdom', { testEnvironment: 'jsdom' }, 'probe.test.js', asCommonJs(save)),
  jest('ts-jest', { preset: 'ts-jest', testEnvironment: 'node' }, 'probe.test.ts', asModule(saveTyped)),
  {
    name: 'Vitest',
    advice: 'nothing to configure',
    isQuick: true,
    async run(folder) {
      write(folder, {
        'package.json': { type: 'module' },
        'vitest.config.js': `export default { test: { globals: true, testTimeout: ${testTimeout} } };`,
        'probe.test.ts': asModule(saveTyped),
      });
      await output(folder, process.execPath, vitest, 'run');
      return [parse(readFileSync(join(folder, 'answer.json'), 'utf8'))];
    },
  },
];
