import { readAnchor, takeOptions } from '../problem/options.ts';
import { count, perAxis } from './check.ts';
import { type Factors, refuseLargeKernel, refuseLongAxes } from './kernel-array.ts';
import type { BoxOptions, KernelArray } from './kernel-types.ts';

export function box(options?: BoxOptions): KernelArray {
  const [rows, columns] = readSize(options);
  refuseLargeKernel(rows, columns);
  const length = rows * columns;
  return { data: new Float64Array(length).fill(1 / length), shape: [rows, columns] };
}

export function boxFactors(options: unknown): Factors {
  const { size, anchor } = takeOptions(options, ['size', 'anchor']);
  const [rows, columns] = readSize({ size });
  refuseLongAxes(rows, columns);
  const ones = (length: number) => new Float64Array(length).fill(1);
  return { column: ones(rows), row: ones(columns), normalize: true, anchor: readAnchor(anchor) };
}

function readSize(options: unknown): readonly [number, number] {
  const { size } = takeOptions(options, ['size']);
  return perAxis('size', size, (value) => count('size', value, 3));
}
