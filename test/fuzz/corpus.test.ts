import { expect, it } from 'vitest';
import { boundedKinds, runCase } from './run.ts';

/** As many as any one function needs to come up with all types and methods. */
const CASES = 2000;

/** Every case in this process, on WebAssembly alone: for a binary that has assertions of its own. */
it('no call goes wrong on wasm', { timeout: Infinity }, () => {
  const faults: string[] = [];
  for (let index = 0; index < CASES; index++) {
    const fault = runCase(1, index, ['wasm'], boundedKinds);
    if (fault) faults.push(`case ${index}, ${fault.kind}: ${fault.message}\n${fault.code}`);
  }
  expect(faults).toEqual([]);
});
