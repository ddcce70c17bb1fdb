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

/** What must notice: each kernel by itself, and the shared suite through the public functions. */
const tests = ['test/kernels', 'test/suite.test.ts'];

function runTests() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  execFileSync(process.execPath, [join(copy, 'scripts/build-wasm.mjs')], { cwd: copy, stdio: 'pipe' });
  return spawnSync(process.execPath, [vitest, 'run', '--bail', '1', ...tests], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
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

  const sound = runTests();
  if (sound.status !== 0) throw new Error(`the tests fail before anything is broken:\n${sound.stdout}`);

  for (const { name, file, find, replace } of chosen) {
    const path = join(copy, file);
    const original = readFileSync(path, 'utf8');
    const broken = original.replace(find, replace);
    if (broken === original) throw new Error(`mutation "${name}" finds nothing to change in ${file}`);
    writeFileSync(path, broken);
    const { status, stdout } = runTests();
    writeFileSync(path, original);
    const noticedBy = /FAIL\s+\S*?(test\/\S+)/.exec(stdout)?.[1];
    const noticed = status !== 0 && noticedBy !== undefined;
    if (!noticed) survived++;
    console.log(`${noticed ? `caught by ${noticedBy}` : 'SURVIVED'}: ${name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 ? 0 : 1;
