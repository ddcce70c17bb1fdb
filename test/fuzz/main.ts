import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BackendName } from '../../src/base/types.ts';
import { backendInfo } from '../../src/index.ts';
import { backendNames } from '../support/backends.ts';
import { codeOf, type Fault } from './run.ts';

const usage = 'usage: npm run fuzz -- [--seed N] [--minutes M] [--case K] [--backend NAME]';
/** A case that takes longer hangs. */
const HANG_MILLISECONDS = 20_000;
/** Failures after these are not looked for. */
const MAX_FAULTS = 20;

function numberOf(text: string, name: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) {
    console.error(`--${name} expected a number of at least 0, got ${text}\n${usage}`);
    process.exit(2);
  }
  return value;
}

/** Runs cases in a process of its own until one fails, or all have run. Returns the next to run. */
function runCases(seed: number, from: number, to: number, until: number, backends: readonly BackendName[]) {
  return new Promise<{ next: number; failed: { index: number; fault: Fault } | null }>((resolve) => {
    const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const values = [seed, from, to, until].map(String);
    const child: ChildProcess = fork(script, [...values, ...backends], {
      execArgv: [...process.execArgv, '--expose-gc'],
    });
    let index = from;
    let failed: { index: number; fault: Fault } | null = null;
    let died = '';
    const hang = () => {
      died = `hangs: no answer in ${HANG_MILLISECONDS / 1000} s`;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(hang, HANG_MILLISECONDS);
    child.on('message', (message: { index: number; fault?: Fault }) => {
      clearTimeout(timer);
      timer = setTimeout(hang, HANG_MILLISECONDS);
      index = message.index;
      if (!message.fault) return;
      failed = { index, fault: message.fault };
      child.kill('SIGKILL');
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (failed === null && code !== 0) {
        const message = died || `ended the process (${signal ?? code})`;
        failed = { index, fault: { message, ...codeOf(seed, index) } };
      }
      resolve({ next: index + 1, failed });
    });
  });
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1' },
    case: { type: 'string' },
    backend: { type: 'string' },
  },
});
const seed = numberOf(values.seed, 'seed');
const minutes = numberOf(values.minutes, 'minutes');
const { backends } = backendInfo();
const served = backendNames.filter((name) => backends[name].available && (values.backend ?? name) === name);
const only = values.case === undefined ? undefined : numberOf(values.case, 'case');
const until = only === undefined ? Date.now() + minutes * 60_000 : Infinity;
const end = only === undefined ? Infinity : only + 1;

let next = only ?? 0;
let faults = 0;
while (next < end && Date.now() < until && faults < MAX_FAULTS) {
  const ran = await runCases(seed, next, end, until, served);
  ({ next } = ran);
  if (ran.failed === null) continue;
  const { index, fault } = ran.failed;
  // Limits of time and memory are not failed twice by chance.
  if (fault.kind === 'absurd' && (await runCases(seed, index, index + 1, Infinity, served)).failed === null)
    continue;
  faults++;
  console.log(`\n${fault.kind}: ${fault.message}`);
  console.log(fault.code);
  console.log(`npm run fuzz -- --seed ${seed} --case ${index}`);
}
console.log(`\n${next - (only ?? 0)} cases on ${served.join(', ')}, seed ${seed}: ${faults} failed`);
process.exitCode = faults > 0 ? 1 : 0;
