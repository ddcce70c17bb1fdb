// Copies as often as it is asked, and answers messages: see rates.ts.
import { parentPort } from 'node:worker_threads';

const from = new Float64Array(2 ** 23).fill(1);
const to = from.slice();
parentPort.on('message', ({ copies }) => {
  const start = performance.now();
  for (let i = 0; i < copies; i++) to.set(from);
  parentPort.postMessage({ ms: performance.now() - start });
});
