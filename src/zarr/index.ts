export { convolveZarr, type ZarrSummary } from './convolve.ts';
export { type ChunkJob, chunkJobs, type JobArrays, runChunkJob } from './jobs.ts';
export { openLevel } from './level.ts';
export type {
  ChunkJobsOptions,
  ConvolutionPool,
  ConvolveZarrOptions,
  InputArray,
  OutputArray,
  ResultOptions,
  ResumeOptions,
  RunOptions,
} from './options.ts';
export { type OpenOutputOptions, openOutput } from './output.ts';
