import type { NdArray, TypedArray } from '../base/types.ts';

/**
 * Convolution as tutorials write it, in mode `same` with zeros around: pad, flip the kernel, four loops. The benchmark times it
 * beside the library.
 */
export function loops(image: NdArray, kernel: NdArray, out: TypedArray): void {
  const [rows, columns] = image.shape as [number, number];
  const [kernelRows, kernelColumns] = kernel.shape as [number, number];
  const [above, before] = [kernelRows >> 1, kernelColumns >> 1];
  const paddedColumns = columns + kernelColumns - 1;
  const make = image.data.constructor as new (length: number) => TypedArray;
  const padded = new make((rows + kernelRows - 1) * paddedColumns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      padded[(y + above) * paddedColumns + x + before] = image.data[y * columns + x]!;
    }
  }
  const flipped = kernel.data.slice().reverse();
  // Rounds half to even and saturates, as the library does.
  const results = out instanceof Uint8Array ? new Uint8ClampedArray(out.buffer) : out;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let u = 0; u < kernelRows; u++) {
        for (let v = 0; v < kernelColumns; v++) {
          sum += flipped[u * kernelColumns + v]! * padded[(y + u) * paddedColumns + x + v]!;
        }
      }
      results[y * columns + x] = sum;
    }
  }
}
