import type { BackendName, BackendStatus } from 'convolve-wasm';
import * as library from 'convolve-wasm';
import type { CellOptions, Floats, Matrix } from './cell.ts';

/** What the package is to have, and the benchmark does without as long as it has not. */
interface Upcoming {
  prepare(kernel: Matrix, options: PrepareOptions): Convolver;
  allocate(shape: readonly [number, number], dtype: DType, options: { backend: BackendName }): Resident;
  explain(image: Matrix, kernel: Matrix, options: CallOptions): { readonly method: string };
}

type DType = 'float32' | 'float64';

export type Method = 'auto' | 'direct' | 'separable' | 'fft';

export interface CallOptions extends CellOptions {
  readonly backend: BackendName;
  readonly method?: Method;
  readonly out?: Floats;
}

interface PrepareOptions extends CellOptions {
  readonly operation: 'convolve2d';
  readonly shape: readonly [number, number];
  readonly dtype: DType;
  readonly backend: BackendName;
}

interface Resident {
  readonly data: Floats;
  dispose(): void;
}

interface Convolver {
  run(image: Resident, out: Resident): Resident;
  dispose(): void;
}

export const { prepare, allocate, explain } = library as unknown as Partial<Upcoming>;

/** With the methods that are to come. */
export const convolve2d = library.convolve2d as (
  image: Matrix,
  kernel: Matrix,
  options: CallOptions,
) => unknown;

/** Of linear memory. */
export function memoryBytes(backend: BackendName): number | undefined {
  const status: BackendStatus & { readonly memoryBytes?: number } = library.backendInfo().backends[backend];
  return status.memoryBytes;
}

/** Whether a method was refused because it does not apply, or because the package does not know it yet. */
export function methodRefused(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'ERR_METHOD' || code === 'ERR_OPTION';
}
