/** What chunks cost, along one axis, without measuring. Both axes multiply. */
export interface TileAxis {
  readonly elements: number;
  /** Elements of a chunk of the input, and of one of the output. */
  readonly inputChunk: number;
  readonly outputChunk: number;
  /** Taps; results are as many as elements (mode `'same'`), and nothing beyond the edges is read. */
  readonly taps: number;
}

/** How many elements are computed from, for each result: (n + taps - 1) / n for chunks of n results. */
export function haloOverhead({ outputChunk, taps }: Pick<TileAxis, 'outputChunk' | 'taps'>): number {
  return (outputChunk + taps - 1) / outputChunk;
}

/** How often chunks of the input are read, for each chunk that there is. */
export function readOverhead({ elements, inputChunk, outputChunk, taps }: TileAxis): number {
  const above = taps - 1 - Math.floor((taps - 1) / 2);
  const below = Math.floor((taps - 1) / 2);
  let reads = 0;
  for (let start = 0; start < elements; start += outputChunk) {
    const first = Math.max(0, start - above);
    const last = Math.min(elements, start + outputChunk + below) - 1;
    reads += Math.floor(last / inputChunk) - Math.floor(first / inputChunk) + 1;
  }
  return reads / Math.ceil(elements / inputChunk);
}
