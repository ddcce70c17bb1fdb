import FileSystemStore from '@zarrita/storage/fs';
import { convolve2d, kernels } from 'convolve-wasm';
import { type ChunkJob, chunkJobs, convolveZarr, openOutput, runChunkJob } from 'convolve-wasm-zarr';
import * as zarr from 'zarrita';

/* What a program in TypeScript does with the package: it is compiled, and then runs. */

const store = new FileSystemStore(process.argv[2]!);
const input = await zarr.create(zarr.root(store).resolve('input'), {
  shape: [50, 60],
  chunkShape: [16, 20],
  dtype: 'uint16',
});
const data = Uint16Array.from({ length: 3000 }, (_, n) => (n * n) % 65521);
await zarr.set(input, null, { data, shape: [50, 60], stride: [60, 1] });

const kernel = kernels.gaussian({ sigma: 2 });
const options = { mode: 'same', boundary: 'reflect', dtype: 'uint16' } as const;
const output = await openOutput(zarr.root(store).resolve('output'), input, kernel, options);
const jobs: ChunkJob[] = await chunkJobs(input, kernel, output, options);
await runChunkJob(jobs[0]!, { input, output });
const { chunks, kept } = await convolveZarr(input, kernel, output, { ...options, concurrency: 2 });

const { data: stitched } = await zarr.get(output);
const whole = convolve2d({ data, shape: [50, 60] }, kernel, options);
const isSame = whole.data.every((value, n) => value === (stitched as Uint16Array)[n]);
console.log(chunks, kept, isSame);
