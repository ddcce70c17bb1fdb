import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { blocks, docstrings, type Example, typeNames } from './examples.ts';

/* Every example compiles under strict TypeScript. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache/examples');
const typescript = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');

const examples = [...blocks, ...docstrings];
/** What TypeScript says of each example. */
const complaints = new Map<string, string[]>();

/** A docstring as a module: it imports the names that it uses. In a block, since it may give one to something else. */
function moduleOf({ code }: Example): string {
  if (/^import /m.test(code)) return `${code}\nexport {};\n`;
  const used = [...Object.keys(api), ...typeNames].filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return `import { ${used.join(', ')} } from 'convolve-wasm';\n{\n${code}}\n`;
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  examples.forEach((example, n) => {
    writeFileSync(join(folder, `example-${n}.ts`), moduleOf(example));
  });
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: { 'convolve-wasm': ['../../src/index.ts'], 'convolve-wasm/js': ['../../src/index-js.ts'] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const { stdout } = spawnSync(process.execPath, [typescript, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  for (const line of stdout.split('\n').filter((line) => line !== '')) {
    const [, n] = /^example-(\d+)\.ts\(/.exec(line) ?? [];
    // What follows an error belongs to it; what is about no example is about all of them.
    const name = n === undefined ? (/^\s/.test(line) ? last : 'all') : examples[Number(n)]!.name;
    complaints.set(name, [...(complaints.get(name) ?? []), line]);
    last = name;
  }
});

let last = 'all';

it('TypeScript has nothing to say of all of them', () => {
  expect(complaints.get('all')).toBeUndefined();
});

it.each(examples)('$name compiles', ({ name }) => {
  expect(complaints.get(name)).toBeUndefined();
});
