// Prints what the package's users download, and fails where it has grown beyond its limits.
// usage: node scripts/size.mjs [--write]   (to write the table of docs/environments.md too)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// In gzipped bytes. A page waits for these scripts, minified by its bundler, before its first result: with WebAssembly as much
// as a small picture, two fifths of it the two binaries; without, less than half of that. The limits leave room for a fix, not
// for another kernel unnoticed. Raise one together with the measurement that pays for it: Gaussians at several rates (a fifth of
// stack blur's time), exact integers from float32 sums (half the time), running sums, and alpha, sRGB, gradients and pixels in
// WebAssembly (a third to a thirtieth of the time) took 50,000 bytes of the first, and 19,000 of the entry without WebAssembly,
// which computes the same. Errors that say how to get the pixels of a canvas, a tensor or a file took 900 of both, and counting the ties
// of short decimals (RGBA bytes by 15 x 15 taps with two decimals: a quarter of the time) 200.
// `convolveRows` takes 5,500 bytes of every entry's all, and calls that can be cut in pieces, and lent to other threads, 800 of each that
// convolves. A pool takes 49,000: four fifths are what its workers run, which has the kernels in JavaScript once more.
// Errors that name the options that were meant, of rows and of pools, took 200 to 500.
const limits = [
  ['everything', `export * from 'convolve-wasm'`, 141_500],
  ['`convolve2d`', `export { convolve2d } from 'convolve-wasm'`, 119_500],
  ['`grayscale`', `export { grayscale } from 'convolve-wasm'`, 8_200],
  ['`kernels`', `export { kernels } from 'convolve-wasm'`, 4_500],
  ['everything of `/js`', `export * from 'convolve-wasm/js'`, 65_500],
  ['`convolve2d` of `/js`', `export { convolve2d } from 'convolve-wasm/js'`, 47_500],
  ['everything, and `/pool`', `export * from 'convolve-wasm'; export * from 'convolve-wasm/pool'`, 192_000],
  ['everything of `/slim`, at first', `export * from 'convolve-wasm/slim'`, 6_000],
];
// What `init` of convolve-wasm/slim loads: this script, the baseline binary, and the other one where the engine has relaxed SIMD.
const limitOfEngine = 76_500;
const limitOfBinary = 29_000;

// The command line is a package of its own, which Node alone loads: three fifths of it are Vega, which draws plots, a
// seventh their letters: Latin, Greek and Cyrillic.
const limitOfCommandLine = 380_000;

// As it is, not minified. The library and zarrita are dependencies.
const limitOfZarr = 16_000;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs/environments.md');
const [begin, end] = ['<!-- sizes -->', '<!-- end of sizes -->'];
/** How far sizes in the documentation may be from those that are measured: a fix does not change the table. */
const TOLERANCE = 0.02;
const dist = join(root, 'dist');

/** What a bundler makes of a user's module. Scripts that are imported by a call stay outside. */
async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    splitting: true,
    outdir: join(root, 'build/size'),
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'scripts of their own',
        setup({ onResolve }) {
          onResolve({ filter: /^\./ }, ({ kind, path }) =>
            kind === 'dynamic-import' ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
  return outputFiles.map(({ contents }) => contents);
}

let failed = 0;
const rows = [];
for (const [name, module, limit] of limits) rows.push(weigh(name, await bundle(module), limit));
const engine = await bundle(`export * from './dist/index-fetched.js'`);
rows.push(weigh('the script that `init` of `/slim` loads', engine, limitOfEngine));
for (const name of ['convolve.wasm', 'convolve-relaxed.wasm']) {
  rows.push(weigh(`\`${name}\``, [readFileSync(join(dist, name))], limitOfBinary));
}
if (process.argv.includes('--write')) write();
compare();

const cli = join(root, 'packages/cli/dist');
weigh(
  '`convolve-wasm-cli`',
  readdirSync(cli).map((name) => readFileSync(join(cli, name))),
  limitOfCommandLine,
);
weigh('`convolve-wasm-zarr`', [readFileSync(join(root, 'packages/zarr/dist/index.js'))], limitOfZarr);
process.exitCode = failed === 0 ? 0 : 1;

/** Compares what files take with a limit. Returns a row of the table. */
function weigh(name, files, limit) {
  const raw = files.reduce((sum, { length }) => sum + length, 0);
  const gzipped = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  const isTooLarge = gzipped > limit;
  if (isTooLarge) failed++;
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
  const verdict = isTooLarge ? 'TOO LARGE' : 'ok';
  console.log(`${name}: ${kilobytes(gzipped)} KB gzipped of ${kilobytes(limit)}, ${verdict}`);
  return `| ${name} | ${kilobytes(raw)} | ${kilobytes(gzipped)} |`;
}

/** The page with the table, in the three parts before, of and behind it. */
function split() {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
  return [text.slice(0, from), text.slice(from, to), text.slice(to)];
}

function write() {
  const [before, , behind] = split();
  const table = [begin, '| | KB, minified | KB, gzipped |', '|---|---|---|', ...rows, ''].join('\n');
  writeFileSync(page, before + table + behind);
}

/** Fails where the table of the page, or what other pages say of everything, is out of date. */
function compare() {
  const [, table] = split();
  const last = (row = '') => Number(row.split('|').at(-2));
  const written = (row) =>
    last(table.split('\n').find((line) => line.startsWith(row.slice(0, row.indexOf('|', 1)))));
  const isNear = (value, row) => Math.abs(value - last(row)) <= Math.max(0.1, TOLERANCE * last(row));
  const stale = rows.filter((row) => !isNear(written(row), row));
  for (const path of ['README.md', 'docs/performance.md']) {
    const [, promised] = /about (\d+) KB, gzipped/.exec(readFileSync(join(root, path), 'utf8')) ?? [];
    if (!isNear(Number(promised), rows[0])) stale.push(`${path}: about ${promised} KB`);
  }
  if (stale.length === 0) return;
  failed++;
  console.log(`out of date in the documentation (npm run size -- --write):\n${stale.join('\n')}`);
}
