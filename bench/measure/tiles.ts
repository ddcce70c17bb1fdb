import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import FileSystemStore from '@zarrita/storage/fs';
import { convolve2d, type NdArray } from 'convolve-wasm';
import * as zarr from 'zarrita';
import { convolveZarr, type InputArray, openOutput } from '../../packages/zarr/dist/index.js';
import { noise } from '../cells/inputs.ts';
import { statistics } from './statistics.ts';
import { readOverhead } from './tile-model.ts';

/** Of images and chunks, rows and columns alike. */
export interface TileCase {
  readonly size: number;
  readonly inputChunk: number;
  readonly outputChunk: number;
  readonly taps: number;
}

export interface TileResult extends TileCase {
  /** Bytes that were read from the store, and the milliseconds of the call. */
  readonly memory: Run;
  readonly folder: Run;
  /** The same, all at once, from one array to another. */
  readonly wholeMs: number;
}

interface Run {
  readonly ms: number;
  readonly readBytes: number;
}

const options = { mode: 'same' } as const;

/** Whatever else a machine does makes stores slower, never faster. */
const least = (samples: readonly number[]) => statistics(samples).least;

/** Counts the bytes that are read from chunks, and delays each answer. */
class CountingStore {
  readBytes = 0;

  readonly #inner: zarr.Mutable;
  readonly #latencyMs: number;

  constructor(inner: zarr.Mutable, latencyMs: number) {
    this.#inner = inner;
    this.#latencyMs = latencyMs;
  }

  async get(key: zarr.AbsolutePath): Promise<Uint8Array | undefined> {
    await this.#wait();
    const bytes = await this.#inner.get(key);
    if (key.includes('/c/')) this.readBytes += bytes?.byteLength ?? 0;
    return bytes;
  }

  async set(key: zarr.AbsolutePath, bytes: Uint8Array): Promise<void> {
    await this.#wait();
    await this.#inner.set(key, bytes);
  }

  async #wait(): Promise<void> {
    if (this.#latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#latencyMs));
  }
}

type Store = Map<string, Uint8Array> | FileSystemStore;

async function writeInput(store: Store, { size, inputChunk }: TileCase, data: Float32Array): Promise<void> {
  const array = await zarr.create(zarr.root(store as zarr.AsyncMutable).resolve('input'), {
    shape: [size, size],
    chunkShape: [inputChunk, inputChunk],
    dtype: 'float32',
  });
  await zarr.set(array, null, {
    data: data as Float32Array<ArrayBuffer>,
    shape: [size, size],
    stride: [size, 1],
  });
}

/** Convolves an array of a store, whose output is new. */
async function convolve(
  store: Store,
  { outputChunk }: TileCase,
  kernel: NdArray,
  name: string,
  { latencyMs = 0, concurrency }: { readonly latencyMs?: number; readonly concurrency?: number } = {},
): Promise<Run> {
  const counting = new CountingStore(store as zarr.Mutable, latencyMs);
  const input: InputArray = await zarr.open(zarr.root(counting).resolve('input'), { kind: 'array' });
  const location = zarr.root(counting).resolve(name);
  const output = await openOutput(location, input, kernel, {
    ...options,
    chunkShape: [outputChunk, outputChunk],
  });
  const start = performance.now();
  await convolveZarr(input, kernel, output, { ...options, concurrency });
  return { ms: performance.now() - start, readBytes: counting.readBytes };
}

/**
 * Times a case, each way `repeats` times in turns.
 *
 * @throws {Error} The bytes read differ from those of the model.
 */
export async function measureTiles(given: TileCase, repeats: number): Promise<TileResult> {
  const { size, taps } = given;
  const { image, kernel } = noise(Float32Array, size, taps);
  const folder = mkdtempSync(join(tmpdir(), 'bench-tiles-'));
  try {
    const stores = { memory: new Map<string, Uint8Array>(), folder: new FileSystemStore(folder) };
    for (const store of Object.values(stores)) await writeInput(store, given, image.data as Float32Array);
    const runs: { [name in keyof typeof stores]: Run[] } = { memory: [], folder: [] };
    const whole: number[] = [];
    const out = new Float32Array(size * size);
    for (let n = 0; n < repeats; n++) {
      const start = performance.now();
      convolve2d(image, kernel, { ...options, method: 'direct', deterministic: true, out });
      whole.push(performance.now() - start);
      for (const name of ['memory', 'folder'] as const) {
        runs[name].push(await convolve(stores[name], given, kernel, `output-${n}`));
      }
    }
    const expected = readOverhead({ ...given, elements: size }) ** 2 * image.data.byteLength;
    const summary = (name: keyof typeof stores): Run => {
      const [{ readBytes }] = runs[name] as [Run];
      if (readBytes !== expected) throw new Error(`${readBytes} bytes were read, not ${expected}`);
      return { ms: least(runs[name].map(({ ms }) => ms)), readBytes };
    };
    return { ...given, memory: summary('memory'), folder: summary('folder'), wholeMs: least(whole) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface LatencyResult {
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly ms: number;
  readonly chunks: number;
}

/** Times a store that answers each request after `latencyMs`. */
export async function measureLatency(
  given: TileCase,
  latencyMs: number,
  concurrencies: readonly number[],
): Promise<LatencyResult[]> {
  const { image, kernel } = noise(Float32Array, given.size, given.taps);
  const store = new Map<string, Uint8Array>();
  await writeInput(store, given, image.data as Float32Array);
  const chunks = Math.ceil(given.size / given.outputChunk) ** 2;
  const results: LatencyResult[] = [];
  for (const concurrency of concurrencies) {
    const { ms } = await convolve(store, given, kernel, `output-${concurrency}`, { latencyMs, concurrency });
    results.push({ latencyMs, concurrency, ms, chunks });
  }
  return results;
}
