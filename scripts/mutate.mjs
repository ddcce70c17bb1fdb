// Breaks the package one way at a time, in copies of the project, and expects the tests to notice each time.
// usage: node scripts/mutate.mjs [NAME ...]
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mutations } from './mutations.mjs';

const COPIES = 2;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const unknown = process.argv.slice(2).filter((name) => !mutations.some((mutation) => mutation.name === name));
if (unknown.length > 0) throw new Error(`there is no mutation "${unknown.join('", "')}"`);
const chosen = mutations.filter(({ name }) => process.argv.length === 2 || process.argv.includes(name));
const folder = mkdtempSync(join(tmpdir(), 'convolve-mutate-'));

function run(copy, ...script) {
  return promisify(execFile)(process.execPath, script, {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 2 ** 28,
  });
}

/** Runs tests until the first failure; returns the file that failed, or undefined. */
async function firstFailure(copy, tests) {
  try {
    await run(copy, join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--bail', '1', ...tests);
    return undefined;
  } catch ({ stdout, stderr }) {
    const file = /FAIL\s+(test\/\S+)/.exec(stdout + stderr)?.[1];
    if (file === undefined) throw new Error(`the tests did not run:\n${stdout}${stderr}`);
    return file;
  }
}

/** Kernels are tried by themselves; everything else, and a kernel that passes, through the public functions. */
async function noticedBy(copy, file) {
  const suite = 'test/conformance/suite.test.ts';
  if (!file.startsWith('assembly/')) {
    return firstFailure(copy, [
      'test/problem/exactness.test.ts',
      'test/plan/transform.test.ts',
      'test/js/',
      'test/backend/ties.test.ts',
      'test/plan/integer.test.ts',
      suite,
    ]);
  }
  // One binary is enough to notice, and takes half the time; the other one stays sound.
  await run(copy, 'scripts/build-wasm.mjs', 'simd');
  // Its own tests are the likeliest to notice: short-sums has those of short-direct and short-separable.
  const name = basename(file, '.ts');
  const all = readdirSync(join(copy, 'test/kernels')).filter((test) => test.endsWith('.test.ts'));
  const own = [`^${name}\\.`, `^${name.split('-')[0]}[.-]`]
    .map((start) => all.filter((test) => new RegExp(start).test(test)).map((test) => `test/kernels/${test}`))
    .find((tests) => tests.length > 0);
  for (const tests of [...(own ? [own] : []), ['test/kernels'], [suite]]) {
    const failure = await firstFailure(copy, tests);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** A copy of the project, sound and built. */
async function makeOriginal() {
  const copy = join(folder, 'original');
  const names = ['assembly', 'src', 'test', 'scripts', 'asconfig.json', 'package.json', 'vitest.config.ts'];
  for (const name of names) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const mutation of chosen) mutate(copy, mutation)();
  await run(copy, 'scripts/build-wasm.mjs');
  const unsound = (await noticedBy(copy, 'assembly/kernels/')) ?? (await noticedBy(copy, 'src/'));
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
    const failure = await noticedBy(copy, mutation.file);
    restore();
    for (const name of ['build', 'src/wasm/binary']) {
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
