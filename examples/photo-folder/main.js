// The edges of all photos in a folder, on all processors: node main.js photos edges
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import 'sharp'; // sharp asks for it: its libraries stay loaded until all threads have ended

const [source, target] = process.argv.slice(2);
await mkdir(target, { recursive: true });
const photos = (await readdir(source)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));

// All workers share this iterator, so each takes the next photo when it has finished one.
const queue = photos.values();

async function work() {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  for (const name of queue) {
    worker.postMessage({ from: join(source, name), to: join(target, `${name}.png`) });
    const [report] = await once(worker, 'message');
    console.log(report);
  }
  await worker.terminate();
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
