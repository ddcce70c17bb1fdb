import type { Alpha, PixelImage } from 'convolve-wasm';
import type { Pair } from '../state/state.ts';
import { continuedIndices, FILL } from './continuation.ts';
import { type Axes, placeOf, readsAlong, resultTypeOf } from './geometry.ts';
import type { Probe, Scene, Term } from './protocol.ts';
import { appliedTaps } from './taps.ts';
import { rangeOf } from './types.ts';

/** A weight of valid taps that is at most this part of the sum of all magnitudes counts as 0 (docs/semantics.md, "NaN"). */
const ZERO_WEIGHT = 2 ** -47;

const ALPHA_CHANNEL = 3;

export interface Calculation {
  readonly scene: Scene;
  readonly image: PixelImage;
  readonly axes: Axes;
  readonly result: PixelImage;
}

/** How the sum at an element of the result comes about. */
export function probeOf(calculation: Calculation, at: Pair<number>, channel: number): Probe {
  const { result } = calculation;
  const answer = result.data[(at[0] * result.width + at[1]) * (result.channels ?? 4) + channel]!;
  return { at, channel, ...sumOf(calculation, at, channel), result: answer };
}

type Sum = Omit<Probe, 'at' | 'channel' | 'result'>;

function sumOf(calculation: Calculation, at: Pair<number>, channel: number): Sum {
  const { scene } = calculation;
  const { delta = 0 } = scene.options;
  const alpha = alphaOf(calculation);
  const isAlpha = channel === ALPHA_CHANNEL;
  if (alpha === 'preserve' && isAlpha) return keptAlpha(calculation, at);
  const isWeighted = alpha === 'premultiply' && !isAlpha;
  const opaque = opaqueOf(scene);
  const sum = windowOf(calculation, at, (pixel) =>
    isWeighted ? (pixel[channel]! * pixel[ALPHA_CHANNEL]!) / opaque : pixel[channel]!,
  );
  if (!isWeighted) return { ...sum, delta: alpha === 'premultiply' ? 0 : delta, alpha: null };
  const weights = windowOf(calculation, at, (pixel) => pixel[ALPHA_CHANNEL]!);
  const [least, greatest] = rangeOf(resultTypeOf(scene));
  const weight = Math.min(Math.max(weights.sum / weights.divisor, least), greatest) / opaque;
  return { ...sum, divisor: sum.divisor * weight, delta, alpha: 'weights' };
}

/** Each product under the kernel, and their sum. */
function windowOf(
  { scene, image, axes }: Calculation,
  at: Pair<number>,
  elementOf: (pixel: ArrayLike<number>) => number,
): Pick<Probe, 'size' | 'terms' | 'sum' | 'divisor'> {
  const { fillvalue = 0, nan } = scene.options;
  const taps = appliedTaps(scene);
  const rows = readsAlong(axes[0], at[0]);
  const columns = readsAlong(axes[1], at[1]);
  const sources = [sourcesOf(scene, axes, 0, rows), sourcesOf(scene, axes, 1, columns)] as const;
  const terms: Term[] = rows.flatMap((down, i) =>
    columns.map((across, j) => {
      const pixel = pixelAt(image, sources[0][i]!, sources[1][j]!);
      const value = pixel ? elementOf(pixel) : fillvalue;
      const tap = taps.data[down.tap * taps.width + across.tap]!;
      const isSkipped = nan === 'ignore' && Number.isNaN(value);
      return { row: down.place, column: across.place, value, tap, product: tap * value, isSkipped };
    }),
  );
  const valid = terms.filter(({ isSkipped }) => !isSkipped);
  const size: Pair<number> = [rows.length, columns.length];
  const sum = total(valid.map(({ product }) => product));
  if (valid.length === terms.length) return { size, terms, sum, divisor: 1 };
  const weight = total(valid.map(({ tap }) => tap));
  const magnitude = total(terms.map(({ tap }) => Math.abs(tap)));
  const isNothingLeft = Math.abs(weight) <= ZERO_WEIGHT * magnitude;
  if (isNothingLeft) return { size, terms, sum: Number.NaN, divisor: 1 };
  return { size, terms, sum, divisor: weight / total(terms.map(({ tap }) => tap)) };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The elements of the picture that a boundary rule puts at places along an axis. */
function sourcesOf(
  { options }: Scene,
  axes: Axes,
  axis: 0 | 1,
  places: readonly { readonly place: number }[],
): number[] {
  const { elements } = axes[axis];
  const { boundary = 'fill' } = options;
  const before = Math.max(0, -places[0]!.place);
  const after = Math.max(0, places.at(-1)!.place - elements + 1);
  const rule = typeof boundary === 'string' ? boundary : boundary[axis];
  const indices = continuedIndices(elements, [before, after], rule);
  return places.map(({ place }) => indices[before + place]!);
}

/** Null where the fill value is. */
function pixelAt({ data, width, channels = 4 }: PixelImage, row: number, column: number) {
  if (row === FILL || column === FILL) return null;
  const start = (row * width + column) * channels;
  return data.subarray(start, start + channels);
}

/** Alpha that is kept is that of the pixel under the kernel's centre. */
function keptAlpha(calculation: Calculation, at: Pair<number>): Sum {
  const { scene, image, axes } = calculation;
  const [row, column] = [placeOf(axes[0], at[0]), placeOf(axes[1], at[1])];
  const [down] = sourcesOf(scene, axes, 0, [{ place: row }]);
  const [across] = sourcesOf(scene, axes, 1, [{ place: column }]);
  const value = pixelAt(image, down!, across!)?.[ALPHA_CHANNEL] ?? scene.options.fillvalue ?? 0;
  const term = { row, column, value, tap: 1, product: value, isSkipped: false };
  return { size: [1, 1], terms: [term], sum: value, divisor: 1, delta: 0, alpha: 'kept' };
}

/** What becomes of the fourth channel: see docs/alpha.md. */
function alphaOf({ scene, image, axes }: Calculation): Alpha {
  if (image.channels !== 4) return 'filter';
  const { alpha = image.data instanceof Uint8ClampedArray ? 'preserve' : 'filter' } = scene.options;
  return alpha === 'preserve' && axes[0].isSwapped ? 'filter' : alpha;
}

/** The alpha of an opaque pixel. */
function opaqueOf({ picture }: Scene): number {
  const [, greatest] = rangeOf(picture.dtype);
  return greatest === Number.POSITIVE_INFINITY ? 1 : greatest;
}
