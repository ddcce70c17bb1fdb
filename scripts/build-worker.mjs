// Bundles what runs in the workers of a pool: as a source that the pool contains (src/pool/worker-source.ts), and as a file of its own
// for pages whose policy forbids the other (dist/worker.js, written by scripts/build.mjs).
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/pool/worker.ts'],
  bundle: true,
  write: false,
  minify: true,
  // A script, for all kinds of workers.
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  preserveSymlinks: true,
});
const source = outputFiles[0].text;
writeFileSync(
  join(root, 'src/pool/worker-source.ts'),
  `// Written by scripts/build-worker.mjs.\nexport default ${JSON.stringify(source)};\n`,
);
console.log(`the worker: ${source.length} characters`);
