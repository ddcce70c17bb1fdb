import { convolve2d, convolveRows, gaussianBlur, sobel } from 'convolve-wasm';
import { parse } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { machine } from '../measure/machine.ts';
import { median } from '../measure/statistics.ts';
import { printMachine } from '../report/print.ts';

const usage = `usage: npm run bench:rows -- [options]

Times of images that come in chunks of 64 rows, beside those of the calls for the whole images: first with results in new arrays, then
with results in arrays that are used again ("out" and "reuse"). A stream begins with new memory, which its later strips use again: so
their speed is told by itself too.

--smoke      run everything once, on smaller images
--help       this text`;

interface Cell {
  readonly name: string;
  readonly type: 'float32' | 'uint8' | 'uint8clamped';
  readonly channels: number;
  readonly kernel: number[][] | 'gaussianBlur' | 'sobel';
  readonly options: object;
}

const taps = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Math.cos(i * size + j * j)));
const product = (size: number) => taps(size).map((row, i) => row.map((_, j) => (i + 1) * (j + 2)));

const cells: readonly Cell[] = [
  { name: 'f32-3', type: 'float32', channels: 1, kernel: taps(3), options: { mode: 'same' } },
  { name: 'f32-7', type: 'float32', channels: 1, kernel: taps(7), options: { mode: 'same' } },
  { name: 'f32-31', type: 'float32', channels: 1, kernel: taps(31), options: { mode: 'same' } },
  { name: 'f32-sep-21', type: 'float32', channels: 1, kernel: product(21), options: { mode: 'same' } },
  { name: 'rgba-5', type: 'uint8clamped', channels: 4, kernel: taps(5), options: { mode: 'same' } },
  {
    name: 'rgba-sigma-10',
    type: 'uint8clamped',
    channels: 4,
    kernel: 'gaussianBlur',
    options: { sigma: 10, alpha: 'preserve' },
  },
  {
    name: 'u8-sobel',
    type: 'uint8',
    channels: 1,
    kernel: 'sobel',
    options: { output: 'magnitude', dtype: 'uint8' },
  },
];

const arrays = { float32: Float32Array, uint8: Uint8Array, uint8clamped: Uint8ClampedArray };
const ROWS_IN_CHUNK = 64;

interface Streamed {
  readonly ms: number;
  /** The first strip: until it is there, and how many rows it has. */
  readonly first: { readonly ms: number; readonly rows: number };
}

await reportInputErrors(async () => {
  const { values } = parse({
    smoke: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return console.log(usage);
  const [size, rounds] = values.smoke ? [512, 1] : [4096, 15];
  printMachine(machine());
  for (const cell of cells) {
    const { name, type, channels, kernel, options } = cell;
    const rowLength = size * channels;
    const data = new arrays[type](size * rowLength).map((_, i) => (i * 7919) % 251);
    const image = { data, width: size, height: size, channels };
    const out = new arrays[type](size * rowLength);
    const whole = (keeps: boolean) => {
      const given = keeps ? { ...options, out } : options;
      if (kernel === 'gaussianBlur') return gaussianBlur(image, given);
      return kernel === 'sobel' ? sobel(image, given) : convolve2d(image, kernel, given);
    };
    const streamed = async (reuse: boolean) => {
      const chunks = Array.from({ length: size / ROWS_IN_CHUNK }, (_, i) =>
        data.subarray(i * ROWS_IN_CHUNK * rowLength, (i + 1) * ROWS_IN_CHUNK * rowLength),
      );
      const shape = { width: size, height: size, channels, reuse };
      const start = performance.now();
      let first: Streamed['first'] | undefined;
      for await (const { height } of convolveRows(chunks, kernel as 'gaussianBlur', {
        ...shape,
        ...options,
      })) {
        first ??= { ms: performance.now() - start, rows: height };
      }
      return { ms: performance.now() - start, first: first! };
    };
    for (const keeps of [false, true]) {
      const wholeTimes: number[] = [];
      const streams: Streamed[] = [];
      for (let round = 0; round <= rounds; round++) {
        const start = performance.now();
        whole(keeps);
        const wholeMs = performance.now() - start;
        const stream = await streamed(keeps);
        // The first round compiles and warms up.
        if (round === 0 && rounds > 1) continue;
        wholeTimes.push(wholeMs);
        streams.push(stream);
      }
      const wholeMs = median(wholeTimes);
      const streamMs = median(streams.map(({ ms }) => ms));
      const restMs = median(streams.map(({ ms, first }) => ms - first.ms));
      const rest = 1 - streams[0]!.first.rows / size;
      const after = rest > 0 ? `, ${((wholeMs * rest) / restMs).toFixed(2)} after its first strip` : '';
      console.log(
        `${name}, ${keeps ? 'kept' : 'new'} arrays: ${wholeMs.toFixed(1)} ms whole, ${streamMs.toFixed(1)} ms by rows, ${(wholeMs / streamMs).toFixed(2)} of its speed${after}`,
      );
    }
  }
});
