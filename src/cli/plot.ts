import { extname } from 'node:path';
import type { ConvolveOptions, NdArray, Operation } from '../base/types.ts';
import { drawPng, drawSvg } from './chart.ts';
import { Failure, UsageError } from './failure.ts';
import { brightness } from './filters.ts';
import { type HeatMap, heatMaps } from './heatmap.ts';
import { readKernel } from './kernel.ts';
import { missingLetters } from './letters.ts';
import { holdsNumbers, readNumbers } from './numbers.ts';
import { type CallOptions, callOptions } from './options.ts';
import { refuseExisting, refuseMissingFolder, writeWhole } from './output.ts';
import { readPicture } from './pictures.ts';
import type { Matrix } from './raster.ts';
import { openThreads } from './threads.ts';

export interface PlotFlags extends CallOptions {
  readonly output: string;
  readonly kernel?: string;
  readonly demo?: boolean;
  readonly title?: string;
  readonly cmap?: string;
  readonly percentile?: [number, number];
  readonly vmin?: number;
  readonly vmax?: number;
  readonly force?: boolean;
}

/** Draws a kernel, an image and the result side by side as heat maps. */
export async function plot(path: string | undefined, flags: PlotFlags): Promise<void> {
  const { output, operation = 'convolve2d', force = false } = flags;
  const extension = extname(output).toLowerCase();
  if (extension !== '.png' && extension !== '.svg') {
    throw new UsageError(`the output "${output}" should end in .png or .svg`);
  }
  if ((path === undefined) !== (flags.demo === true))
    throw new UsageError('plot takes either an image or --demo');
  if (path !== undefined && flags.kernel === undefined) throw new UsageError('plot takes a --kernel');
  await refuseMissingFolder(output);
  await refuseExisting([output], force);

  const kernel = flags.kernel === undefined ? demo.kernel : await readKernel(flags.kernel);
  const image = path === undefined ? demo.image : await readGray(path);
  const options = callOptions(flags.demo ? { ...demo.options, ...flags } : flags);
  const result = await compute(operation, image, kernel, options, flags.threads);

  const note =
    operation === 'convolve2d'
      ? 'Convolution flips the kernel: it is rotated by 180 degrees. Correlation (correlate2d) slides it as it is.'
      : undefined;
  const { cmap: colours, percentile: percentiles, vmin: low, vmax: high } = flags;
  // A few strong edges would leave all others pale.
  const isPicture = path !== undefined && !holdsNumbers(path);
  const ofResult = percentiles ?? (isPicture && hasBothSigns(result) ? edgePercentiles : undefined);
  const maps: HeatMap[] = [
    { title: `kernel, ${sizeOf(kernel)}`, ...rowByRow(kernel), shading: { colours } },
    { title: `image, ${sizeOf(image)}`, ...rowByRow(image), shading: { colours, percentiles } },
    {
      title: `result, ${sizeOf(result)}`,
      ...rowByRow(result),
      shading: { colours, percentiles: ofResult, low, high },
    },
  ];
  const title = flags.title ?? call(operation, options);
  const chart = heatMaps(title, maps, note);
  // The viewer of an SVG has the letters.
  const missing = extension === '.svg' ? [] : missingLetters(title);
  const drawn = extension === '.svg' ? await drawSvg(chart) : await drawPng(chart, missing.length > 0);
  await writeWhole(output, drawn, force);
  console.error(`-> ${output}`);
  if (missing.length > 0) {
    const letters = missing.join(' ');
    console.error(
      `The font of PNG plots lacks ${letters}: this computer's fonts draw them, if they have them. An SVG keeps them.`,
    );
  }
  if (note !== undefined) console.error(note);
}

async function compute(
  operation: Operation,
  image: NdArray,
  kernel: NdArray,
  options: ConvolveOptions,
  count: number | undefined,
): Promise<NdArray> {
  const threads = await openThreads(count);
  try {
    return (await threads.call(operation, [image, kernel], options)) as NdArray;
  } finally {
    await threads.close();
  }
}

/** The limits of the colours where a picture has results of both signs. */
const edgePercentiles = [1, 99] as const;

function hasBothSigns({ data }: NdArray): boolean {
  return data.some((value) => value < 0) && data.some((value) => value > 0);
}

/** SciPy's tutorial: an image with a step in the upper half and another in the lower, and a kernel that finds steps. */
const demo = {
  kernel: matrix(10, 10, (_, column) => (column < 5 ? -1 : 1)),
  image: matrix(100, 100, (row, column) => (column < (row < 50 ? 40 : 60) ? 1 : 0)),
  options: { mode: 'same', boundary: 'symm' },
} as const;

function matrix(rows: number, columns: number, value: (row: number, column: number) => number): NdArray {
  const at = (index: number) => value(Math.floor(index / columns), index % columns);
  return {
    data: Float64Array.from({ length: rows * columns }, (_, index) => at(index)),
    shape: [rows, columns],
  };
}

async function readGray(path: string): Promise<NdArray> {
  if (!holdsNumbers(path)) return brightness(await readPicture(path));
  const numbers = await readNumbers(path);
  if (numbers.shape.length === 2) return numbers;
  const [rows, columns, channels] = numbers.shape as [number, number, number];
  if (channels !== 1) throw new Failure(`cannot plot "${path}": it has ${channels} channels; one is drawn`);
  return { ...numbers, shape: [rows, columns], stride: numbers.stride?.slice(0, 2) };
}

/** The elements row by row; with a stride they may be in another order. */
function rowByRow({ data, shape, stride }: NdArray): Matrix {
  if (stride === undefined) return { data, shape };
  const [rows, columns] = shape as [number, number];
  const [down, across] = stride as [number, number];
  return matrix(rows, columns, (row, column) => data[row * down + column * across]!);
}

function sizeOf({ shape }: NdArray): string {
  return `${shape[0]} x ${shape[1]}`;
}

function call(operation: string, options: ConvolveOptions): string {
  const shown = Object.entries(options).map(
    ([name, value]) => `${name}: ${JSON.stringify(value).replaceAll('"', "'")}`,
  );
  return `${operation}(image, kernel, { ${shown.join(', ')} })`;
}
