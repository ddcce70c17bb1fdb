import { cpus } from 'node:os';
import { Bench } from 'tinybench';
import { backendNames } from '../base/backends.ts';
import type { BackendName, NdArray, TypedArray } from '../base/types.ts';
import { backendInfo, correlate2d } from '../index.ts';
import { Failure } from './failure.ts';
import { noise } from './noise.ts';
import { table } from './table.ts';
import { version } from './version.ts';

interface Cell {
  readonly name: string;
  readonly image: NdArray;
  readonly kernel: NdArray;
  readonly out: TypedArray;
}

export interface CellTimes {
  readonly cell: string;
  readonly medianMilliseconds: { readonly [backend in BackendName]?: number };
}

/** Milliseconds for each backend and cell: medians of two runs then differ by a few per cent. */
const time = 400;
const warmupTime = 100;

/** Characters of the longest bar. */
const barLength = 40;

/** Times JavaScript against WebAssembly on this machine. */
export async function bench({ json = false }: { json?: boolean }): Promise<void> {
  const { backends } = backendInfo();
  const names = [...backendNames].reverse().filter((name) => backends[name].available);
  const machine = { version, node: process.versions.node, cpu: cpus()[0]?.model ?? 'unknown' };
  const cells: CellTimes[] = [];
  for (const makeCell of [() => floats(3), () => floats(5), () => floats(15), bytes]) {
    const cell = makeCell();
    if (process.stderr.isTTY) process.stderr.write(`${cell.name} ...\r\u001b[K`);
    refuseDifferences(cell, names);
    cells.push({ cell: cell.name, medianMilliseconds: measure(cell, names) });
  }
  if (json) return console.log(JSON.stringify({ ...machine, cells }, null, 2));

  console.log(`convolve-wasm ${version}, Node ${machine.node}, ${machine.cpu}`);
  console.log('Median milliseconds; x: times as fast as js\n');
  console.log(tableOf(cells, names));
  console.log(`\n${bars(cells, names)}`);
}

function floats(kernelSize: number): Cell {
  const size = 1024;
  return {
    name: `float32, ${size} x ${size}, kernel ${kernelSize} x ${kernelSize}`,
    image: noise(Float32Array, [size, size]),
    kernel: noise(Float32Array, [kernelSize, kernelSize], 2),
    out: new Float32Array(size * size),
  };
}

/** The edges of a gray photograph of full HD. */
function bytes(): Cell {
  const shape = [1080, 1920];
  const { data } = noise(Float32Array, shape);
  return {
    name: '8 bits, 1920 x 1080, edges 3 x 3',
    image: { data: Uint8Array.from(data, (value) => value * 256), shape },
    kernel: { data: Float64Array.of(-1, -1, -1, -1, 8, -1, -1, -1, -1), shape: [3, 3] },
    out: new Uint8Array(data.length),
  };
}

function run({ image, kernel, out }: Cell, backend: BackendName): void {
  correlate2d(image, kernel, { mode: 'same', backend, out });
}

/**
 * Times of wrong answers would mean nothing. A relative difference serves: floats have only positive taps here, so no result is
 * near 0, and sums of bytes are exact.
 */
function refuseDifferences(cell: Cell, names: readonly BackendName[]): void {
  run(cell, 'js');
  const expected = cell.out.slice();
  for (const name of names) {
    run(cell, name);
    const differs = cell.out.some(
      (value, at) => Math.abs(value - expected[at]!) > 1e-4 * Math.abs(expected[at]!),
    );
    if (differs) throw new Failure(`${name} and js give different answers for ${cell.name}`);
  }
}

function measure(cell: Cell, names: readonly BackendName[]): CellTimes['medianMilliseconds'] {
  const bench = new Bench({ time, warmupTime, iterations: 5, warmupIterations: 2 });
  for (const name of names) bench.add(name, () => run(cell, name));
  const medians = bench.runSync().map(({ name, result }) => {
    if (!('latency' in result)) throw new Failure(`${name} could not be measured for ${cell.name}`);
    return [name, result.latency.p50];
  });
  return Object.fromEntries(medians);
}

function tableOf(cells: readonly CellTimes[], names: readonly BackendName[]): string {
  const rows = cells.map(({ cell, medianMilliseconds: times }) => {
    const columns = names.map((name) => {
      const faster = name === 'js' ? '' : `  ${(times.js! / times[name]!).toFixed(1)}x`;
      return `${significant(times[name]!)}${faster}`;
    });
    return [cell, ...columns];
  });
  return table(['', ...names], ['left', ...names.map(() => 'right' as const)], rows);
}

function bars(cells: readonly CellTimes[], names: readonly BackendName[]): string {
  return cells
    .map(({ cell, medianMilliseconds: times }) => {
      const longest = Math.max(...names.map((name) => times[name]!));
      const lines = names.map((name) => {
        const bar = '█'.repeat(Math.max(1, Math.round((times[name]! / longest) * barLength)));
        return `  ${name.padEnd(12)} ${bar} ${significant(times[name]!)} ms`;
      });
      return [cell, ...lines].join('\n');
    })
    .join('\n');
}

/** Three significant digits, and no exponent. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
