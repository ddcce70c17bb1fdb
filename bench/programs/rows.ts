import { convolve2d, convolveRows, gaussianBlur, sobel } from 'convolve-wasm';
import { parse } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { machine } from '../measure/machine.ts';
import { median } from '../measure/statistics.ts';
import { printMachine } from '../report/print.ts';

const usage = `usage: npm run bench:rows -- [options]

Times of images that come in chunks of 64 rows, beside those of the calls for the whole images: first with results in new arrays, then
with results in arrays that are used again ("out" and "reuse").

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
      for await (const _ of convolveRows(chunks, kernel as 'gaussianBlur', { ...shape, ...options }));
    };
    for (const keeps of [false, true]) {
      const times: { whole: number[]; streamed: number[] } = { whole: [], streamed: [] };
      for (let round = 0; round <= rounds; round++) {
        for (const [way, run] of [
          ['whole', whole],
          ['streamed', streamed],
        ] as const) {
          const start = performance.now();
          await run(keeps);
          // The first round compiles and warms up.
          if (round > 0 || rounds === 1) times[way].push(performance.now() - start);
        }
      }
      const [a, b] = [median(times.whole), median(times.streamed)];
      const where = keeps ? 'kept arrays' : 'new arrays';
      console.log(
        `${name}, ${where}: ${a.toFixed(1)} ms whole, ${b.toFixed(1)} ms by rows, ${(a / b).toFixed(2)} of its speed`,
      );
    }
  }
});
