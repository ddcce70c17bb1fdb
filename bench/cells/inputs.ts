import { random } from '../../test/support/random.ts';
import type { CellOptions, Convolution, FloatsConstructor, Matrix } from './cell.ts';

/** An image in [0, 1) and a kernel in [-1, 1), both square. */
export function noise(
  array: FloatsConstructor,
  imageSize: number,
  kernelSize: number,
  options: CellOptions = { mode: 'same' },
): Convolution {
  const tap = random(2);
  return {
    image: matrix(array, imageSize, imageSize, random(1)),
    kernel: matrix(array, kernelSize, kernelSize, () => 2 * tap() - 1),
    options,
  };
}

/** The shortest calls, where most of the time goes to the call itself and not to its sums. */
export function smallNoise(imageSize: number): Convolution {
  return { ...noise(Float32Array, imageSize, 3), calls: 200 };
}

/** All of what two squares of noise in [0, 1) make. */
export function twoNoises(array: FloatsConstructor, size: number): Convolution {
  return {
    image: matrix(array, size, size, random(1)),
    kernel: matrix(array, size, size, random(2)),
    options: { mode: 'full' },
  };
}

/** The image of `noise` and a Gaussian kernel that ends three standard deviations from its centre. */
export function gaussian(array: FloatsConstructor, imageSize: number, kernelSize: number): Convolution {
  const factor = gaussianColumn(array, kernelSize, kernelSize / 6);
  return {
    image: matrix(array, imageSize, imageSize, random(1)),
    kernel: matrix(array, kernelSize, kernelSize, (row, column) => factor.data[row]! * factor.data[column]!),
    factor,
    options: { mode: 'same' },
  };
}

/** As `cv2.getGaussianKernel(size, sigma)`: computed in float64, its sum 1. */
function gaussianColumn(array: FloatsConstructor, size: number, sigma: number): Matrix {
  const weight = (row: number) => Math.exp(-((row - (size - 1) / 2) ** 2) / (2 * sigma ** 2));
  let sum = 0;
  for (let row = 0; row < size; row++) sum += weight(row);
  return matrix(array, size, 1, (row) => weight(row) / sum);
}

/** SciPy's tutorial: a step in the upper half, another in the lower, and a kernel that looks for steps. */
export function twoSteps(): Convolution {
  return {
    image: matrix(Float64Array, 100, 100, (row, column) => (column < (row < 50 ? 40 : 60) ? 1 : 0)),
    kernel: matrix(Float64Array, 10, 10, (_, column) => (column < 5 ? -1 : 1)),
    options: { mode: 'same', boundary: 'symm' },
  };
}

function matrix(
  array: FloatsConstructor,
  rows: number,
  columns: number,
  element: (row: number, column: number) => number,
): Matrix {
  const data = new array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = element(Math.floor(i / columns), i % columns);
  return { data, shape: [rows, columns] };
}
