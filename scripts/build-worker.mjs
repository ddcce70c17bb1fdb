// Bundles what runs in the workers of a pool: as a source that the pool contains (src/pool/worker-source.ts), and as a file of its own
// for pages whose policy forbids the other (build/worker.js).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/pool/worker.ts'],
  bundle: true,
  write: false,
  outfile: 'build/worker.js',
  sourcemap: 'external',
  minify: true,
  // Node prints the line in which an uncaught error was thrown.
  lineLimit: 200,
  // A script, for all kinds of workers.
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  preserveSymlinks: true,
});
const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
const source = textOf('.js');
mkdirSync(join(root, 'build'), { recursive: true });
writeFileSync(join(root, 'build/worker.js'), `${source}//# sourceMappingURL=worker.js.map\n`);
writeFileSync(join(root, 'build/worker.js.map'), textOf('.map'));
writeFileSync(
  join(root, 'src/pool/worker-source.ts'),
  `// Written by scripts/build-worker.mjs.\nexport default ${JSON.stringify(source)};\n`,
);
console.log(`the worker: ${source.length} characters`);
