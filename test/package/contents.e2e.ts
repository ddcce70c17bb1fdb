import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, inject, it } from 'vitest';
import { pack, root } from './consumer.ts';

const packed = pack('--dry-run').files.map(({ path }) => path);

it('packs what users need', () => {
  const written = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
  const built = ['index.js', 'index.d.ts', 'index-js.js', 'index-js.d.ts', 'types.d.ts'];
  const binaries = ['convolve.wasm', 'convolve-relaxed.wasm'];
  const needed = [...written, ...[...built, ...binaries].map((name) => `dist/${name}`), 'docs/semantics.md'];
  expect(needed.filter((path) => !packed.includes(path))).toEqual([]);
});

it('packs what its documents link to', () => {
  const links = packed
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) =>
        posix.join(posix.dirname(path), target!),
      ),
    );
  expect(links).toContain('docs/semantics.md');
  expect(links.filter((target) => !packed.includes(target))).toEqual([]);
});

it('packs nothing else', () => {
  const allowed = [
    /^(CHANGELOG\.md|CONTRIBUTING\.md|LICENSE|NOTICE|README\.md|package\.json)$/,
    /^docs\/[\w-]+\.(md|png|svg)$/,
    /^dist\/[\w-]+\.(js|wasm)$/,
    /^dist\/([\w-]+\/)*[\w-]+\.d\.ts$/,
  ];
  expect(packed.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
});

it('installs nothing beside itself', () => {
  const installed = readdirSync(join(inject('consumer'), 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['convolve-wasm']);
});
