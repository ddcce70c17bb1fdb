/* Gaussians in float64, from their definition: nothing here comes from src/. */

export type Rule = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';

export const rules: readonly Rule[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];

/** The element of a line that stands at an index, or -1. */
function elementAt(rule: Rule, index: number, length: number): number {
  if (rule === 'fill') return index >= 0 && index < length ? index : -1;
  if (rule === 'edge') return Math.min(Math.max(index, 0), length - 1);
  const period = rule === 'wrap' ? length : rule === 'symm' ? 2 * length : Math.max(1, 2 * length - 2);
  const place = ((index % period) + period) % period;
  if (place < length) return place;
  return rule === 'symm' ? 2 * length - 1 - place : 2 * length - 2 - place;
}

/** What the element at each distance is multiplied with, from -radius to radius: of order 0, 1 or 2. */
export function weightsOf(sigma: number, order: number, truncate: number): number[] {
  const radius = sigma === 0 ? 0 : Math.floor(Math.min(truncate, 9) * sigma + 0.5);
  const distances = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius);
  if (sigma === 0) return [1];
  const samples = distances.map((x) => Math.exp((-x * x) / (2 * sigma * sigma)));
  const total = samples.reduce((a, b) => a + b);
  return samples.map((sample, i) => {
    const x = distances[i]!;
    const factor = [1, x / sigma ** 2, x ** 2 / sigma ** 4 - 1 / sigma ** 2][order]!;
    return (factor * sample) / total;
  });
}

export interface Response {
  readonly weights: Float64Array;
  readonly fill: number;
}

/** The weights of a line's elements, and of the fill value, in one result: `list` is centred on it. */
export function responseAt(length: number, rule: Rule, list: readonly number[], result: number): Response {
  const radius = (list.length - 1) / 2;
  const weights = new Float64Array(length);
  let fill = 0;
  for (const [u, weight] of list.entries()) {
    const element = elementAt(rule, result + u - radius, length);
    if (element < 0) fill += weight;
    else weights[element] = weights[element]! + weight;
  }
  return { weights, fill };
}

/** For each result of a line the weights of its elements, and of the fill value. */
export function responses(
  length: number,
  rule: Rule,
  sigma: number,
  { order = 0, truncate = 4 } = {},
): Response[] {
  const list = weightsOf(sigma, order, truncate);
  return Array.from({ length }, (_, i) => responseAt(length, rule, list, i));
}

export interface Blur {
  readonly sigma: readonly [number, number];
  readonly boundary: readonly [Rule, Rule];
  readonly fillvalue?: number;
  readonly order?: readonly [number, number];
  readonly truncate?: number;
}

/** The blur of an image, row-major with interleaved channels. */
export function blurred(
  data: ArrayLike<number>,
  [rows, columns, channels]: readonly [number, number, number],
  { sigma, boundary, fillvalue = 0, order = [0, 0], truncate = 4 }: Blur,
): Float64Array {
  const rowLength = columns * channels;
  const between = new Float64Array(rows * rowLength);
  const down = responses(rows, boundary[0], sigma[0], { order: order[0], truncate });
  for (const [i, { weights, fill }] of down.entries()) {
    for (let x = 0; x < rowLength; x++) {
      let sum = fill * fillvalue;
      for (let k = 0; k < rows; k++) sum += weights[k]! * data[k * rowLength + x]!;
      between[i * rowLength + x] = sum;
    }
  }
  // A column beyond the edges is all fill values, whatever is done along columns.
  const fillSum = fillvalue * (order[0] === 0 ? 1 : 0);
  const results = new Float64Array(rows * rowLength);
  const right = responses(columns, boundary[1], sigma[1], { order: order[1], truncate });
  for (const [j, { weights, fill }] of right.entries()) {
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < channels; c++) {
        let sum = fill * fillSum;
        for (let k = 0; k < columns; k++) sum += weights[k]! * between[row * rowLength + k * channels + c]!;
        results[row * rowLength + j * channels + c] = sum;
      }
    }
  }
  return results;
}
