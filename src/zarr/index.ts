export { convolveZarr } from './convolve.ts';
export { chunkJobs, runChunkJob } from './jobs.ts';
export { openLevel } from './level.ts';
export { openOutput } from './output.ts';
export type * from './types.ts';
