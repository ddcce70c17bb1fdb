// Breaks the kernels one way at a time, in a copy of the project, and expects the tests to notice each time.
// usage: node scripts/mutate.mjs [NAME ...]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutations } from './mutations.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const copy = mkdtempSync(join(tmpdir(), 'convolve-mutate-'));
const wanted = process.argv.slice(2);
const chosen = mutations.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

/** Runs tests until the first failure; returns the file that failed, or undefined. */
function firstFailure(tests) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--bail', '1', ...tests], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status === 0) return undefined;
  const file = /FAIL\s+(test\/\S+)/.exec(stdout + stderr)?.[1];
  if (file === undefined) throw new Error(`the tests did not run:\n${stdout}${stderr}`);
  return file;
}

/** Kernels are tried by themselves; everything else, and a kernel that passes, through the public functions. */
function noticedBy(file) {
  if (file.startsWith('assembly/')) {
    execFileSync(process.execPath, ['scripts/build-wasm.mjs'], { cwd: copy, stdio: 'pipe' });
    return firstFailure(['test/kernels']) ?? firstFailure(['test/suite.test.ts']);
  }
  return firstFailure(['test/suite.test.ts']);
}

let survived = 0;
try {
  for (const name of [
    'assembly',
    'src',
    'test',
    'scripts',
    'asconfig.json',
    'package.json',
    'vitest.config.ts',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

  const unsound = noticedBy('assembly/');
  if (unsound !== undefined) throw new Error(`${unsound} fails before anything is broken`);

  for (const { name, file, find, replace } of chosen) {
    const path = join(copy, file);
    const original = readFileSync(path, 'utf8');
    const broken = original.replace(find, replace);
    if (broken === original) throw new Error(`mutation "${name}" finds nothing to change in ${file}`);
    writeFileSync(path, broken);
    const failure = noticedBy(file);
    writeFileSync(path, original);
    if (failure === undefined) survived++;
    console.log(`${failure === undefined ? 'SURVIVED' : `caught by ${failure}`}: ${name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 ? 0 : 1;
