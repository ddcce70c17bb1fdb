import { haloOverhead, readOverhead } from '../measure/tile-model.ts';
import type { LatencyResult, TileResult } from '../measure/tiles.ts';
import { short, table } from './markdown.ts';

/** Chunks and kernels of the model's table. */
const CHUNKS = [128, 256, 512, 1024, 2048];
const TAPS = [3, 9, 31, 101];

/** How much is computed twice, by chunk and kernel. */
export function tableOfHalos(): string {
  const lines = CHUNKS.map((outputChunk) => [
    `${outputChunk} x ${outputChunk}`,
    ...TAPS.map((taps) => `${(haloOverhead({ outputChunk, taps }) ** 2).toFixed(2)}`),
  ]);
  return table(['chunk of the output', ...TAPS.map((taps) => `${taps} x ${taps}`)], lines);
}

/** How often the input is read, by how many of its chunks one of the output has along each axis. */
export function tableOfReads(): string {
  const inputChunk = 256;
  const lines = [1, 2, 4, 8].map((factor) => {
    // Large enough for the edges of the array, where less is read, not to count.
    const elements = 1024 * inputChunk;
    const outputChunk = factor * inputChunk;
    const read = readOverhead({ elements, inputChunk, outputChunk, taps: inputChunk }) ** 2;
    return [`${factor} x ${factor}`, read.toFixed(1)];
  });
  return table(['chunks of the input in one of the output', 'bytes read for each byte of the input'], lines);
}

export function tableOfTimes(results: readonly TileResult[]): string {
  const lines = results.map(({ taps, outputChunk, memory, folder, wholeMs, size }) => [
    `${taps} x ${taps}`,
    `${outputChunk} x ${outputChunk}`,
    (memory.readBytes / (4 * size * size)).toFixed(2),
    short(wholeMs),
    short(memory.ms),
    short(folder.ms),
  ]);
  const head = [
    'kernel',
    'chunk of the output',
    'read',
    'one call, ms',
    'chunks in memory, ms',
    'chunks in a folder, ms',
  ];
  return table(head, lines);
}

export function tableOfLatencies(results: readonly LatencyResult[]): string {
  const lines = results.map(({ concurrency, ms, chunks }) => [
    `${concurrency}`,
    short(ms),
    short(ms / chunks),
  ]);
  return table(['`concurrency`', 'ms', 'ms for each chunk'], lines);
}
