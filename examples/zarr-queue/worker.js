// Does chunks until it is stopped. `main.js` starts two of these. Other machines may run more, if they reach the same folder and the
// same Redis; QUEUE is the name of the queue in `main.js`:
//
//     REDIS='{"host":"redis.example","port":6379}' node worker.js FOLDER QUEUE
import FileSystemStore from '@zarrita/storage/fs';
import { Worker } from 'bullmq';
import { runChunkJob } from 'convolve-wasm-zarr';
import * as zarr from 'zarrita';

const [folder, queue] = process.argv.slice(2);
const location = zarr.root(new FileSystemStore(folder));
const arrays = {
  input: await zarr.open(location.resolve('input'), { kind: 'array' }),
  output: await zarr.open(location.resolve('output'), { kind: 'array' }),
};

const doChunk = async ({ data: job }) => {
  process.send?.(job.chunk.join('.')); // to the main process, where that is its parent
  await runChunkJob(job, arrays);
};

new Worker(queue, doChunk, {
  connection: JSON.parse(process.env.REDIS),
  // A chunk takes far less. Where a worker stops renewing its lock for so long, another one takes the chunk.
  lockDuration: 2000,
  stalledInterval: 1000,
  maxStalledCount: 10,
});

process.once('disconnect', () => process.exit()); // the main process is gone
