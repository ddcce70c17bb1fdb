import { variantNames } from '../contenders/contender.ts';
import { type FirstCall, firstCallJob, MAX_FIRST_CALL } from '../measure/first-call.ts';
import type { Machine } from '../measure/machine.ts';
import { significant } from './significant.ts';
import type { TargetResult } from './targets.ts';

export function printMachine({ package: name, date, cpu, cpus, os, node, v8, native }: Machine): void {
  console.log(`${name}, ${date}`);
  console.log(`${cpu} (${cpus} processors), ${os}, Node ${node}, V8 ${v8}`);
  if (native === undefined) return;
  const versions = Object.entries(native).map(([name, version]) => `${name} ${version}`);
  console.log(`beside it: ${versions.join(', ')}`);
}

export function printFirstCalls(calls: readonly FirstCall[]): void {
  console.log(`\nIn a new process (${firstCallJob}), ms; first calls are to take at most ${MAX_FIRST_CALL}:`);
  for (const { backend, ...steps } of calls) {
    const parts = [
      `import ${significant(steps.import)}`,
      `first call ${significant(steps.first)}`,
      `second ${significant(steps.second)}`,
    ];
    console.log(`  ${backend.padEnd(12)}  ${parts.join(', ')}`);
  }
}

export function printTargets(results: readonly TargetResult[]): void {
  if (results.length > 0) console.log('\nTargets, by medians:');
  for (const { row, variant, than, limit, ratios, missed } of results) {
    const verdict = missed.length === 0 ? 'reached' : `missed on ${missed.join(', ')}`;
    const measured = Object.entries(ratios).map(([cell, ratio]) => `${cell} ${significant(ratio)}`);
    const who = row === 'either' ? 'wasm or wasm-relaxed' : row;
    const unit = than === undefined ? 'ms' : `times as long as ${than}`;
    const aim = `${who}, ${variantNames[variant]}: at most ${significant(limit)} ${unit}`;
    console.log(`  ${aim}: ${verdict} (${measured.join(', ')})`);
  }
}
