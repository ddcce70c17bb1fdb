import { expect } from 'vitest';
import type { BackendName, Method } from '../../src/base/types.ts';
import { backendInfo } from '../../src/index.ts';
import { filled, nested } from './containers.ts';
import { random } from './random.ts';

export const noise = (seed: number) => {
  const next = random(seed);
  return () => next() * 2 - 1;
};
export const shape = [40, 50];
export const image = filled(shape, 'float32', noise(1));
export const kernel = nested(9, 9, noise(2));
export const gaussian = nested(9, 1, () => 0.125).map(([tap]) => Array.from({ length: 9 }, () => tap! / 8));
export const methods: Method[] = ['auto', 'direct', 'separable', 'fft'];
export const kernelFor = (method: Method) => (method === 'separable' ? gaussian : kernel);

/** Linear memory so far. */
export const memoryBytes = (backend: BackendName = 'wasm') => backendInfo().backends[backend].memoryBytes;
/** The refusal of what was disposed of. */
export const disposed = (name: string) =>
  expect.objectContaining({
    name: 'TypeError',
    code: 'ERR_DISPOSED',
    message: `"${name}" expected one that is in use, got one that was disposed of`,
  });
