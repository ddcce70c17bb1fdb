import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, inject, it } from 'vitest';
import { hasBinaries } from './binaries.ts';
import { pack, root } from './consumer.ts';

const packed = pack('--dry-run').files.map(({ path }) => path);

it('packs what users need', () => {
  const written = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
  const entries = ['index', 'index-js', 'pool'];
  const built = entries.flatMap((name) =>
    ['js', 'cjs', 'd.ts', 'd.cts'].map((ending) => `${name}.${ending}`),
  );
  const binaries = ['convolve.wasm', 'convolve-relaxed.wasm'];
  const others = [
    'slim.js',
    'index-imported.js',
    'pool-imported.js',
    'worker.js',
    'bin.js',
    'base/types.d.ts',
    'base/types.d.cts',
    'module.d.ts',
  ];
  const inDist = [...built, ...others, ...binaries].map((name) => `dist/${name}`);
  const folders = ['js', 'pool', 'slim'].map((name) => `${name}/package.json`);
  const needed = [...written, ...inDist, 'docs/semantics.md', ...folders];
  expect(needed.filter((path) => !packed.includes(path))).toEqual([]);
});

it('packs what its documents link to, but for pictures', () => {
  const links = packed
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/(?<!!)\[[^\]]*\]\((?!https?:|#)([^)#]+)/g)].map(
        ([, target]) => posix.join(posix.dirname(path), target!),
      ),
    );
  expect(links).toContain('docs/semantics.md');
  expect(links.filter((target) => !packed.includes(target))).toEqual([]);
});

it('packs nothing else', () => {
  const allowed = [
    /^(CHANGELOG\.md|CONTRIBUTING\.md|LICENSE|NOTICE|README\.md|SECURITY\.md|package\.json)$/,
    /^docs\/([\w-]+\/)?[\w-]+\.md$/,
    /^dist\/[\w-]+\.(c?js|c?js\.map|wasm)$/,
    /^(js|pool|slim)\/package\.json$/,
    /^dist\/([\w-]+\/)*[\w-]+\.d\.c?ts$/,
  ];
  expect(packed.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
});

it('can be read: every script of the library has a source map with its sources', () => {
  const scripts = packed.filter(
    (path) => /^dist\/(?!bin|index\.cjs)[\w-]+\.c?js$/.test(path) && !path.endsWith('-node.js'),
  );
  expect(scripts.length).toBeGreaterThan(1);
  for (const path of scripts) {
    const script = readFileSync(join(root, path), 'utf8');
    const [, name] = /\n\/\/# sourceMappingURL=(.+)\n$/.exec(script) ?? [];
    const map = posix.join(posix.dirname(path), String(name));
    expect(packed).toContain(map);
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(root, map), 'utf8'));
    expect(sources.length).toBeGreaterThan(0);
    expect(
      sources.filter((source: string) => !/^\.\.\/(src|node_modules)\/|^shared:src\//.test(source)),
    ).toEqual([]);
    expect(sourcesContent.every((source: unknown) => typeof source === 'string')).toBe(true);
    // But for the binaries and what workers run, which is minified, lines are as long as people write them, or as a call of a kernel with 25 arguments.
    if (path === 'dist/worker.js') continue;
    const long = script.split('\n').filter((line) => line.length > 600);
    const isWorker = (line: string) => line.startsWith('var worker_source_default = ');
    expect(long.filter((line) => !hasBinaries(line) && !isWorker(line))).toEqual([]);
  }
});

it('needs nothing beside itself', () => {
  const installed = readdirSync(join(inject('consumer'), 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['convolve-wasm']);
});
