import type { Cell } from './cell.ts';
import { gaussian, noise, smallNoise, twoNoises, twoSteps } from './inputs.ts';
import { box, edges, gaussianBlur, noisyMean, sobel } from './pictures.ts';

/**
 * Every problem of the benchmark. A name keeps its meaning for ever: figures are compared by it. Pictures come small where
 * answers are only looked at and not timed.
 */
export const cells: { readonly [name: string]: (isSmall: boolean) => Cell } = {
  'f32-3': () => noise(Float32Array, 1024, 3),
  'f32-5': () => noise(Float32Array, 1024, 5),
  'f32-7': () => noise(Float32Array, 1024, 7),
  'f32-9': () => noise(Float32Array, 1024, 9),
  'f32-11': () => noise(Float32Array, 1024, 11),
  'f32-15': () => noise(Float32Array, 1024, 15),
  'f32-31': () => noise(Float32Array, 1024, 31),
  'f32-63': () => noise(Float32Array, 1024, 63),
  'f64-3': () => noise(Float64Array, 1024, 3),
  'f64-5': () => noise(Float64Array, 1024, 5),
  'f64-7': () => noise(Float64Array, 1024, 7),
  'f64-9': () => noise(Float64Array, 1024, 9),
  'f64-11': () => noise(Float64Array, 1024, 11),
  'f64-15': () => noise(Float64Array, 1024, 15),
  'f64-31': () => noise(Float64Array, 1024, 31),
  'f64-63': () => noise(Float64Array, 1024, 63),
  'f32-sep-5': () => gaussian(Float32Array, 1024, 5),
  'f32-sep-11': () => gaussian(Float32Array, 1024, 11),
  'f32-sep-21': () => gaussian(Float32Array, 1024, 21),
  'f32-sep-31': () => gaussian(Float32Array, 1024, 31),
  'full-512': () => twoNoises(Float32Array, 512),
  seed: twoSteps,
  'small-8': () => smallNoise(8),
  'small-16': () => smallNoise(16),
  'small-32': () => smallNoise(32),
  'small-64': () => smallNoise(64),
  'small-128': () => smallNoise(128),
  stride2: () => noise(Float32Array, 1024, 3, { padding: 1, stride: 2 }),
  'u8-edge3': edges('uint8'),
  'u8-edge3-i16': edges('int16'),
  'u8-sobel': sobel(),
  'u8-gauss-5': gaussianBlur(1, 5),
  'u8-gauss-21': gaussianBlur(1, 21),
  'u8-box-15': box(15),
  'rgba-5': noisyMean(4, 5),
  'rgba-gauss-5': gaussianBlur(4, 5),
  'rgba-gauss-21': gaussianBlur(4, 21),
};
