import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, inject, it } from 'vitest';
import { hasBinaries } from './binaries.ts';
import { pack, root } from './consumer.ts';

const packed = pack('--dry-run').files.map(({ path }) => path);

it('packs what users need', () => {
  const written = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
  const built = ['index.js', 'index.d.ts', 'index-js.js', 'index-js.d.ts', 'base/types.d.ts'];
  const binaries = ['convolve.wasm', 'convolve-relaxed.wasm'];
  const tool = ['cli/main.js', 'cli/command.js', 'cli/DejaVuSans.ttf', 'cli/LICENSES.txt'];
  const inDist = [...built, ...binaries, ...tool].map((name) => `dist/${name}`);
  const needed = [...written, ...inDist, 'docs/semantics.md'];
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
    /^dist\/[\w-]+\.(js|js\.map|wasm)$/,
    /^dist\/cli\/([\w-]+\.js|DejaVuSans\.ttf|LICENSES\.txt)$/,
    /^dist\/([\w-]+\/)*[\w-]+\.d\.ts$/,
  ];
  expect(packed.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
});

it('can be read: every script of the library has a source map with its sources', () => {
  const scripts = packed.filter((path) => /^dist\/[\w-]+\.js$/.test(path));
  expect(scripts.length).toBeGreaterThan(1);
  for (const path of scripts) {
    const script = readFileSync(join(root, path), 'utf8');
    const [, name] = /\n\/\/# sourceMappingURL=(.+)\n$/.exec(script) ?? [];
    const map = posix.join(posix.dirname(path), String(name));
    expect(packed).toContain(map);
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(root, map), 'utf8'));
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source: string) => !/^\.\.\/(src|node_modules)\//.test(source))).toEqual([]);
    expect(sourcesContent.every((source: unknown) => typeof source === 'string')).toBe(true);
    // But for the binaries, lines are as long as people write them, or as a call of a kernel with 25 arguments.
    const long = script.split('\n').filter((line) => line.length > 600);
    expect(long.filter((line) => !hasBinaries(line))).toEqual([]);
  }
});

it('needs nothing beside itself', () => {
  const installed = readdirSync(join(inject('consumer'), 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['convolve-wasm']);
});

it('has the library once', () => {
  const scripts = packed.filter((path) => /^dist\/.*\.js$/.test(path));
  const holding = scripts.filter((path) => hasBinaries(readFileSync(join(root, path), 'utf8')));
  expect(holding.filter((path) => path.startsWith('dist/cli/'))).toEqual([]);
  expect(holding.length).toBeGreaterThan(0);
});

it('names the licence of everything in the command line', () => {
  const texts = readFileSync(join(root, 'dist/cli/LICENSES.txt'), 'utf8').split(`\n${'-'.repeat(72)}\n\n`);
  expect(texts.length).toBeGreaterThan(30);
  for (const text of texts) {
    expect(text).toMatch(/^[@\w./-]+ \d+\.\d+\.\d+: \w+/);
    expect(text.length, text.split('\n')[0]).toBeGreaterThan(300);
  }
});
