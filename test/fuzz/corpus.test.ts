import { expect, it } from 'vitest';
import { boundedKinds, runCase } from './run.ts';

/** These take about 15 s. */
const CASES = 2000;

/** Every case in this process, on WebAssembly alone: for a binary that has assertions of its own. */
it('no call goes wrong on wasm', { timeout: Infinity }, async () => {
  const faults: string[] = [];
  for (let index = 0; index < CASES; index++) {
    const fault = await runCase(1, index, ['wasm'], boundedKinds);
    if (fault) faults.push(`case ${index}, ${fault.kind}: ${fault.message}\n${fault.code}`);
  }
  expect(faults).toEqual([]);
});
