// Blurs an array by two worker processes, one of which is killed: node main.js FOLDER
import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import FileSystemStore from '@zarrita/storage/fs';
import { Queue } from 'bullmq';
import { convolve2d, kernels } from 'convolve-wasm';
import { chunkJobs, openOutput } from 'convolve-wasm-zarr';
import * as zarr from 'zarrita';
import { openInput } from './input.js';
import { startRedis } from './redis.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node main.js FOLDER');
  process.exit(2);
}
const location = zarr.root(new FileSystemStore(folder));
const input = await openInput(location);
const kernel = kernels.gaussian({ sigma: 12 });
const options = { mode: 'same', boundary: 'wrap', method: 'separable', dtype: 'float32' };
const output = await openOutput(location.resolve('output'), input, kernel, options);

const workers = [];
let [redis, queue] = [];

// However this ends, nothing stays behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop().finally(() => process.exit(1)));
try {
  redis = startRedis(process.env.REDIS_URL);
  const connection = await redis.connection;
  queue = new Queue(`blur-${process.pid}`, { connection });
  workers.push(startWorker(connection), startWorker(connection));
  await work();
  await compare();
} finally {
  await stop();
}

/** Hands out what is left until nothing is: chunks that are done count only if their bytes have the checksum. */
async function work() {
  for (;;) {
    const jobs = await chunkJobs(input, kernel, output, options);
    console.log(`${jobs.length} chunks to do`);
    if (jobs.length === 0) return;
    const retries = { attempts: 3, backoff: { type: 'exponential', delay: 200 } };
    const tidy = { removeOnComplete: true };
    await queue.addBulk(jobs.map((job) => ({ name: 'chunk', data: job, opts: { ...retries, ...tidy } })));
    await finished(jobs.length);
  }
}

async function finished(total) {
  for (let shown; ; await wait(100)) {
    const { failed, ...rest } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
    if (failed > 0) throw new Error((await queue.getFailed(0, 0))[0].failedReason);
    const left = Object.values(rest).reduce((sum, count) => sum + count);
    if (left !== shown) console.log(`${total - left} of ${total}`);
    if (left === 0) return;
    if (workers.every(hasEnded)) throw new Error(`no worker is left, but ${left} chunks are`);
    if (left < total / 2) workers[0].isDoomed = true;
    shown = left;
  }
}

function hasEnded({ exitCode, signalCode }) {
  return exitCode !== null || signalCode !== null;
}

function startWorker(connection) {
  const env = { ...process.env, REDIS: JSON.stringify(connection) };
  const worker = fork(new URL('./worker.js', import.meta.url), [folder, queue.name], { env });
  worker.on('message', (chunk) => {
    if (!worker.isDoomed || worker.killed) return;
    worker.kill('SIGKILL'); // it has begun this chunk, and never says that it failed
    console.log(`a worker was killed at chunk ${chunk}`);
  });
  return worker;
}

/** All at once, on this machine: the same to the bit. */
async function compare() {
  const [whole, stitched] = await Promise.all([zarr.get(input), zarr.get(output)]);
  const expected = convolve2d(whole, kernel, { ...options, deterministic: true });
  const bytesOf = ({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (!bytesOf(expected).equals(bytesOf(stitched))) throw new Error('the results differ');
  console.log(`${stitched.shape.join(' x ')} results are the same to the bit`);
}

async function stop() {
  for (const worker of workers) worker.kill('SIGKILL');
  await queue?.close();
  await redis?.stop();
}
