// Prints what the package's users download, and fails where it has grown beyond its limits.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// A page waits for these scripts, minified by its bundler, before its first result: with WebAssembly as much as a small
// picture, two fifths of it the two binaries; without, less than half of that. A page that takes only some functions loads
// less. The limits leave room for a fix, not for another kernel unnoticed. Raise one together with the measurement that pays
// for it: Gaussians at several rates (a fifth of stack blur's time), exact integers from float32 sums (half the time), running
// sums, and alpha, sRGB, gradients and pixels in WebAssembly (a third to a thirtieth of the time) took 50,000 gzipped bytes of
// the first, and 19,000 of the second, which computes the same. Errors that say how to get the pixels of a canvas, a tensor or a
// file, and show the options form, took 900 of both.
const limits = {
  'convolve-wasm': { raw: 281_000, gzipped: 133_500 },
  'convolve-wasm/js': { raw: 147_000, gzipped: 56_800 },
};

// The command line is a package of its own, which Node alone loads: three fifths of it are Vega, which draws plots, a
// seventh their letters: Latin, Greek and Cyrillic.
const limitOfCommandLine = { raw: 1_040_000, gzipped: 377_000 };

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
const cli = join(root, 'packages/cli/dist');
weigh(
  'convolve-wasm-cli',
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
