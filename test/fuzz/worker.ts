import type { BackendName } from '../../src/base/types.ts';
import { runCase } from './run.ts';

/** Runs cases one by one and tells its parent of each, which ends it when one takes too long. */
const [seed, from, to, until] = process.argv.slice(2, 6).map(Number) as [number, number, number, number];
const backends = process.argv.slice(6) as BackendName[];

for (let index = from; index < to && Date.now() < until; index++) {
  process.send!({ index });
  const fault = await runCase(seed, index, backends);
  if (fault) process.send!({ index, fault });
  // Lets messages out, and what is forgotten be collected.
  await new Promise((resolve) => setImmediate(resolve));
}
process.disconnect();
