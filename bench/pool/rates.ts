import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { median } from '../measure/statistics.ts';
import type { Rates } from './simulate.ts';

const COPIED_BYTES = 2 ** 26;
const PIECE_BYTES = 2 ** 21;
const MESSAGES = 500;

/** What threads share on this machine. */
export async function measureRates(rounds: number): Promise<Rates> {
  const address = new URL('rates-worker.mjs', import.meta.url);
  const workers = [new Worker(address), new Worker(address)];
  try {
    const ask = async (worker: Worker, copies: number): Promise<number> => {
      const answered = once(worker, 'message') as Promise<[{ readonly ms: number }]>;
      worker.postMessage({ copies });
      return (await answered)[0].ms;
    };
    await Promise.all(workers.map((worker) => ask(worker, 1)));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      times.push(Math.max(...(await Promise.all(workers.map((worker) => ask(worker, 1))))));
    }
    const start = performance.now();
    for (let i = 0; i < MESSAGES; i++) await ask(workers[0]!, 0);
    const messageMs = (performance.now() - start) / MESSAGES / 2;
    return {
      copyBytesPerMs: copyRate(rounds),
      // Each byte is read and written.
      memoryBytesPerMs: (2 * workers.length * COPIED_BYTES) / median(times),
      messageMs,
    };
  } finally {
    for (const worker of workers) await worker.terminate();
  }
}

/** Of a thread that copies rows of a large image to a small room in shared memory. */
function copyRate(rounds: number): number {
  const image = new Float32Array(COPIED_BYTES / 4).fill(1);
  const room = new Float32Array(new SharedArrayBuffer(PIECE_BYTES));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let at = 0; at < image.length; at += room.length) room.set(image.subarray(at, at + room.length));
    times.push(performance.now() - start);
  }
  return COPIED_BYTES / median(times);
}
