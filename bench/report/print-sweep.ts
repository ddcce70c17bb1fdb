import Table from 'cli-table3';
import type { Point } from '../measure/sweep-point.ts';
import { significant } from './significant.ts';

/** What `auto` may take longer than the fastest forced method: a step to either side of where two of them cross. */
const TARGET = 1.3;

export function printPoints(points: readonly Point[]): void {
  const table = new Table({
    head: [
      'backend',
      'dtype',
      'image',
      'kernel',
      'auto, ms',
      'direct',
      'separable',
      'fft',
      'chosen',
      'auto / best',
    ],
    colAligns: ['left', 'left', 'right', 'left', 'right', 'right', 'right', 'right', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const number = (value: number | undefined) => (value === undefined ? '' : significant(value));
  for (const { backend, dtype, image, kernel, series, chosen, times, ratio } of points) {
    const { auto, direct, separable, fft } = times;
    const numbers = [auto, direct, separable, fft].map(number);
    table.push([backend, dtype, image, `${series} ${kernel}`, ...numbers, chosen ?? '', number(ratio)]);
  }
  console.log(table.toString());
}

/** The point at which each backend chose worst. */
export function worstPoints(points: readonly Point[]): Point[] {
  const worst = new Map<string, Point>();
  for (const point of points) {
    const { ratio = 0 } = point;
    if (ratio > (worst.get(point.backend)?.ratio ?? 0)) worst.set(point.backend, point);
  }
  return [...worst.values()];
}

export function printWorst(points: readonly Point[]): void {
  if (points.length === 0) return;
  console.log(`\nTarget: auto takes at most ${TARGET} times as long as the fastest forced method`);
  for (const { backend, dtype, image, kernel, series, ratio } of points) {
    const verdict = ratio! <= TARGET ? 'reached' : 'missed';
    console.log(
      `  ${backend}: ${verdict}, at worst ${significant(ratio!)} (${dtype} ${image}, ${series} ${kernel})`,
    );
  }
}
