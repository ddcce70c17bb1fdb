// Prints what the package's users download, and fails where it has grown beyond its limits.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// A page waits for these scripts, minified by its bundler, before its first result: with WebAssembly as much as a small
// picture, two fifths of it the two binaries; without, less than half of that. A page that takes only some functions loads
// less. The limits leave room for a fix, not for another kernel unnoticed. Raise one together with the measurement that pays
// for it: reading hostile arguments, exact quotients and lists of any length took 1,000 gzipped bytes of the second; that a failure to
// allocate comes before the first write took the last 200, while Zopfli took 1,400 off the first.
const limits = {
  'convolve-wasm': { raw: 174_000, gzipped: 80_000 },
  'convolve-wasm/js': { raw: 94_000, gzipped: 36_200 },
};

// The command line is downloaded, too, but loaded by Node alone: two thirds of it are Vega, which draws plots, a tenth their
// letters.
const limitOfCommandLine = { raw: 1_020_000, gzipped: 330_000 };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What a bundler makes of all that a file exports. */
async function bundle(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles.map(({ contents }) => contents);
}

let failed = 0;
for (const [entry, limit] of Object.entries(limits)) {
  const file = exports[entry.replace('convolve-wasm', '.')].default;
  weigh(entry, await bundle(join(root, file)), limit);
}
const cli = join(root, 'dist/cli');
weigh(
  'dist/cli',
  readdirSync(cli).map((name) => readFileSync(join(cli, name))),
  limitOfCommandLine,
);

/** Compares what files take with a limit. */
function weigh(name, files, limit) {
  const sizes = {
    raw: files.reduce((sum, { length }) => sum + length, 0),
    gzipped: files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
  };
  for (const [kind, size] of Object.entries(sizes)) {
    const tooLarge = size > limit[kind];
    if (tooLarge) failed++;
    const verdict = tooLarge ? 'TOO LARGE' : 'ok';
    console.log(`${name}, ${kind}: ${size} of ${limit[kind]} bytes, ${verdict}`);
  }
}

process.exitCode = failed === 0 ? 0 : 1;
