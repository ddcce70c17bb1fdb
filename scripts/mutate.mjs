// Breaks the package one way at a time, in copies of the project, and expects the tests to notice each time.
// usage: node scripts/mutate.mjs [NAME ... | --part K/N]
// --part takes each N-th mutation from the K-th on; all of them take about half an hour on two cores.
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kernels } from '../assembly/exports.mjs';
import { buildAbi } from './build-abi.mjs';
import { mutations } from './mutations.mjs';

const COPIES = 2;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chosen = choose(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'convolve-mutate-'));

function choose(names) {
  if (names.length === 0) return mutations;
  if (names[0] === '--part') {
    const [, k, n] = /^(\d+)\/(\d+)$/.exec(names[1]) ?? [];
    if (!(k >= 1 && Number(k) <= Number(n))) throw new Error('--part takes K/N, where K is 1 to N');
    return mutations.filter((_, i) => i % n === k - 1);
  }
  const unknown = names.filter((name) => !mutations.some((mutation) => mutation.name === name));
  if (unknown.length > 0) throw new Error(`there is no mutation "${unknown.join('", "')}"`);
  return mutations.filter(({ name }) => names.includes(name));
}

function run(copy, ...script) {
  return promisify(execFile)(process.execPath, script, {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 2 ** 28,
  });
}

/** Runs tests until the first failure; returns the file that failed, or undefined. */
async function firstFailure(copy, tests) {
  // With several workers, one that bails out may end the others' run before the failure is reported.
  const options = ['--bail', '1', '--maxWorkers', '1'];
  try {
    await run(copy, join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...options, ...tests);
    return undefined;
  } catch ({ stdout, stderr }) {
    const file = /FAIL\s+(test\/\S+)/.exec(stdout + stderr)?.[1];
    if (file === undefined) throw new Error(`the tests did not run:\n${stdout}${stderr}`);
    return file;
  }
}

/** The tests of a file's folder that is like it in name, if there is one. */
function mirrorOf(copy, file) {
  const mirror = file.replace('src/', 'test/').replace('.ts', '.test.ts');
  return mirror.endsWith('.ts') && existsSync(join(copy, mirror)) ? [mirror] : [];
}

/** The raw tests that are likeliest to notice: of the kernel in a file, or of those that import it. */
function ownTests(copy, file) {
  const name = basename(file, '.ts');
  const all = readdirSync(join(copy, 'test/kernels')).filter((test) => test.endsWith('.test.ts'));
  const kernels = readdirSync(join(copy, 'assembly/kernels'));
  const importers = kernels.filter((kernel) =>
    readFileSync(join(copy, 'assembly/kernels', kernel), 'utf8').includes(`/${name}';`),
  );
  // short-sums has the tests of short-direct and short-separable.
  const starts = [
    `^${name}\\.`,
    `^${name.split('-')[0]}[.-]`,
    ...importers.map((kernel) => `^${kernel.split('.')[0]}\\.`),
  ];
  const own = starts.map((start) => all.filter((test) => new RegExp(start).test(test)));
  return [...new Set(own.flat())].map((test) => `test/kernels/${test}`);
}

/** Compiles just the kernels that some tests name: that takes a third of the time. */
async function buildFor(copy, tests) {
  const sources = tests.map((test) => readFileSync(join(copy, test), 'utf8')).join();
  const names = Object.keys(kernels).filter((name) => new RegExp(`\\b${name}(?:_|\\b)`).test(sources));
  buildAbi(copy, names);
  await run(copy, join(root, 'node_modules/assemblyscript/bin/asc.js'), '--target', 'simd');
}

/** Kernels are tried by themselves; everything else, and a kernel that passes, through the public functions. */
async function noticedBy(copy, { file, tests = [] }) {
  const suite = 'test/conformance/suite.test.ts';
  if (!file.startsWith('assembly/')) {
    const likeliest = [...tests, ...mirrorOf(copy, file)];
    const failure = likeliest.length > 0 ? await firstFailure(copy, likeliest) : undefined;
    if (failure !== undefined) return failure;
    return firstFailure(copy, [
      'test/problem/exactness.test.ts',
      'test/plan/transform.test.ts',
      'test/js/',
      'test/backend/ties.test.ts',
      'test/plan/integer.test.ts',
      suite,
    ]);
  }
  const own = ownTests(copy, file);
  if (own.length > 0) {
    await buildFor(copy, own);
    const failure = await firstFailure(copy, own);
    if (failure !== undefined) return failure;
  }
  // One binary is enough to notice, and takes half the time; the other one stays sound.
  await run(copy, 'scripts/build-wasm.mjs', 'simd');
  return (await firstFailure(copy, ['test/kernels'])) ?? (await firstFailure(copy, [suite]));
}

/** A copy of the project, sound and built. */
async function makeOriginal() {
  const copy = join(folder, 'original');
  const names = ['assembly', 'src', 'test', 'scripts', 'asconfig.json', 'package.json', 'vitest.config.ts'];
  for (const name of names) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const mutation of chosen) mutate(copy, mutation)();
  await run(copy, 'scripts/build-wasm.mjs');
  const unsound = (await noticedBy(copy, { file: 'assembly/' })) ?? (await noticedBy(copy, { file: 'src/' }));
  if (unsound !== undefined) throw new Error(`${unsound} fails before anything is broken`);
  return copy;
}

function mutate(copy, { name, file, find, replace }) {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  const broken = original.replace(find, () => replace);
  if (broken === original) throw new Error(`mutation "${name}" finds nothing to change in ${file}`);
  writeFileSync(path, broken);
  return () => writeFileSync(path, original);
}

const waiting = [...chosen];
let survived = 0;

async function work(original, copy) {
  cpSync(original, copy, { recursive: true });
  for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
    const restore = mutate(copy, mutation);
    const failure = await noticedBy(copy, mutation);
    restore();
    for (const name of ['build', 'src/wasm/binary', 'assembly/index.ts']) {
      cpSync(join(original, name), join(copy, name), { recursive: true });
    }
    if (failure === undefined) survived++;
    console.log(`${failure === undefined ? 'SURVIVED' : `caught by ${failure}`}: ${mutation.name}`);
  }
}

try {
  const original = await makeOriginal();
  await Promise.all(Array.from({ length: COPIES }, (_, i) => work(original, join(folder, `${i}`))));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 ? 0 : 1;
