// Bundles src/ into dist/: the two entries, the AssemblyScript loader, and the binaries as files of their own.
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/index.ts', 'src/index-js.ts'],
  outdir: dist,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  conditions: ['import'],
  legalComments: 'none',
  logLevel: 'warning',
});
copyFileSync(join(root, 'build/simd.wasm'), join(dist, 'convolve.wasm'));
copyFileSync(join(root, 'build/relaxed.wasm'), join(dist, 'convolve-relaxed.wasm'));
