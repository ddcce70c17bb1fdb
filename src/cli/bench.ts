import { cpus } from 'node:os';
import { Bench } from 'tinybench';
import { backendNames } from '../base/backends.ts';
import type { BackendName, NdArray, TypedArray } from '../base/types.ts';
import { backendInfo, convolve2d } from '../index.ts';
import { Failure } from './failure.ts';
import { loops } from './loops.ts';
import { noise, sizeOf } from './noise.ts';
import { table } from './table.ts';
import { version } from './version.ts';

export interface BenchFlags {
  readonly sizes?: [number, number][];
  readonly kernels?: [number, number][];
  readonly dtype?: 'float32' | 'uint8';
  readonly time?: number;
  readonly json?: boolean;
}

interface Cell {
  readonly name: string;
  readonly image: NdArray;
  readonly kernel: NdArray;
  readonly out: TypedArray;
}

/** What is timed: convolution as tutorials write it, and the backends. */
type Contender = 'loops' | BackendName;

export interface CellTimes {
  readonly cell: string;
  readonly medianMilliseconds: { readonly [contender in Contender]?: number };
}

/** Milliseconds for each contender and cell: medians of two runs then differ by a few per cent. */
const DEFAULT_TIME = 400;

/** Products that the loops form in about ten seconds. They are not timed beyond. */
const MAX_PRODUCTS_OF_LOOPS = 1e10;

/** Characters of the longest bar. */
const barLength = 40;

/** Times JavaScript against WebAssembly on this machine. */
export async function bench(flags: BenchFlags): Promise<void> {
  const { time = DEFAULT_TIME, json = false } = flags;
  const { backends } = backendInfo();
  const names = [...backendNames].reverse().filter((name) => backends[name].available);
  const machine = { version, node: process.versions.node, cpu: cpus()[0]?.model ?? 'unknown' };
  const cells: CellTimes[] = [];
  for (const makeCell of cellsOf(flags)) {
    const cell = makeCell();
    if (process.stderr.isTTY) process.stderr.write(`${cell.name} ...\r\u001b[K`);
    const products = sizeOf(cell.image.shape) * sizeOf(cell.kernel.shape);
    const contenders = products > MAX_PRODUCTS_OF_LOOPS ? names : (['loops', ...names] as const);
    refuseDifferences(cell, contenders);
    cells.push({ cell: cell.name, medianMilliseconds: measure(cell, contenders, time) });
  }
  if (json) return console.log(JSON.stringify({ ...machine, cells }, null, 2));

  console.log(`convolve-wasm ${version}, Node ${machine.node}, ${machine.cpu}`);
  console.log('Median milliseconds; x: times as fast as the four loops that tutorials write\n');
  console.log(tableOf(cells, ['loops', ...names]));
  console.log(`\n${cells.map(bars).join('\n')}`);
}

/** Every size with every kernel, or a fixed choice. */
function cellsOf({ sizes, kernels, dtype }: BenchFlags): (() => Cell)[] {
  if (sizes === undefined && kernels === undefined && dtype === undefined) {
    const floats = [3, 5, 15].map((size) => () => noiseCell([1024, 1024], [size, size], 'float32'));
    return [...floats, edges];
  }
  return (sizes ?? [[1024, 1024]]).flatMap((size) =>
    (kernels ?? [[3, 3]]).map((kernel) => () => noiseCell(size, kernel, dtype ?? 'float32')),
  );
}

/** An image and a kernel of noise, which is no outer product. Means of bytes are bytes, so nothing saturates. */
function noiseCell(size: [number, number], kernelSize: [number, number], dtype: 'float32' | 'uint8'): Cell {
  const { data } = noise(Float32Array, size);
  const taps = noise(Float64Array, kernelSize, 2);
  const sum = taps.data.reduce((total, tap) => total + tap);
  const name = `${dtype}, ${size.join(' x ')}, kernel ${kernelSize.join(' x ')}`;
  const kernel = { ...taps, data: taps.data.map((tap) => tap / sum) };
  if (dtype === 'float32') {
    return { name, image: { data, shape: size }, kernel, out: new Float32Array(data.length) };
  }
  return { name, image: { data: bytesOf(data), shape: size }, kernel, out: new Uint8Array(data.length) };
}

/** The edges of a gray photograph of full HD. */
function edges(): Cell {
  const size = [1080, 1920];
  const { data } = noise(Float32Array, size);
  return {
    name: 'uint8, 1080 x 1920, edges 3 x 3',
    image: { data: bytesOf(data), shape: size },
    kernel: { data: Float64Array.of(-1, -1, -1, -1, 8, -1, -1, -1, -1), shape: [3, 3] },
    out: new Uint8Array(data.length),
  };
}

function bytesOf(fractions: Float32Array): Uint8Array {
  return Uint8Array.from(fractions, (value) => value * 256);
}

function run({ image, kernel, out }: Cell, contender: Contender): void {
  if (contender === 'loops') loops(image, kernel, out);
  else convolve2d(image, kernel, { mode: 'same', backend: contender, out });
}

/**
 * Times of wrong answers would mean nothing. A relative difference serves: floats have only positive taps here, so no result is
 * near 0, and sums of bytes are exact.
 */
function refuseDifferences(cell: Cell, contenders: readonly Contender[]): void {
  run(cell, 'js');
  const expected = cell.out.slice();
  for (const name of contenders) {
    run(cell, name);
    const differs = cell.out.some(
      (value, at) => Math.abs(value - expected[at]!) > 1e-4 * Math.abs(expected[at]!),
    );
    if (differs) throw new Failure(`${name} and js give different answers for ${cell.name}`);
  }
}

function measure(
  cell: Cell,
  contenders: readonly Contender[],
  time: number,
): CellTimes['medianMilliseconds'] {
  const medians = contenders.map((name) => {
    // The loops may take seconds a call, and `refuseDifferences` has called them.
    const iterations =
      name === 'loops' ? { iterations: 1, warmup: false } : { iterations: 5, warmupIterations: 2 };
    const bench = new Bench({ time, warmupTime: time / 4, ...iterations });
    const [task] = bench.add(name, () => run(cell, name)).runSync();
    if (task === undefined || !('latency' in task.result)) {
      throw new Failure(`${name} could not be measured for ${cell.name}`);
    }
    return [name, task.result.latency.p50];
  });
  return Object.fromEntries(medians);
}

function tableOf(cells: readonly CellTimes[], names: readonly Contender[]): string {
  const rows = cells.map(({ cell, medianMilliseconds: times }) => {
    const columns = names.map((name) => {
      const own = times[name];
      if (own === undefined) return '-';
      if (name === 'loops' || times.loops === undefined) return significant(own);
      const factor = times.loops / own;
      return `${significant(own)}  ${factor.toFixed(factor < 100 ? 1 : 0)}x`;
    });
    return [cell, ...columns];
  });
  return table(['', ...names], ['left', ...names.map(() => 'right' as const)], rows);
}

function bars({ cell, medianMilliseconds }: CellTimes): string {
  const times = Object.entries(medianMilliseconds);
  const longest = Math.max(...times.map(([, time]) => time));
  const lines = times.map(([name, time]) => {
    const bar = '█'.repeat(Math.max(1, Math.round((time / longest) * barLength)));
    return `  ${name.padEnd(12)} ${bar} ${significant(time)} ms`;
  });
  return [cell, ...lines].join('\n');
}

/** Three significant digits, and no exponent. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
