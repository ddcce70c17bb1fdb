import type { TypedArray } from 'convolve-wasm';
import type { Convolution, Image } from '../cells/cell.ts';
import { newOuts } from '../contenders/runs.ts';

/** The functions of the package, or those of a pool. */
export interface Functions {
  convolve2d(image: Image, kernel: object, options: object): unknown;
  gaussianBlur(image: Image, options: object): unknown;
}

/** A cell, and where its result goes. */
export interface Placed {
  readonly cell: Convolution;
  readonly out: TypedArray;
}

export function inArrays(cell: Convolution): Placed {
  return { cell, out: newOuts(cell)[0]! };
}

/** Image and result in memory that all threads see. */
export function inSharedMemory({ cell, out }: Placed): Placed {
  const { image } = cell;
  return { cell: { ...cell, image: { ...image, data: sharedCopy(image.data) } }, out: sharedCopy(out) };
}

function sharedCopy(data: TypedArray): TypedArray {
  const SharedType = data.constructor as new (buffer: SharedArrayBuffer) => TypedArray;
  const copy = new SharedType(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return copy;
}

/** Computes the cell into `out`: at once, or by a pool, once the promise is settled. */
export async function compute(functions: Functions, { cell, out }: Placed): Promise<void> {
  const { image, kernel, options, blur } = cell;
  if (blur) await functions.gaussianBlur(image, { ...blur, out });
  else await functions.convolve2d(image, kernel, { ...options, out });
}
