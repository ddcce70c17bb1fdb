import type { BackendName, convolve2d, TypedArray } from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';

/** Calls from the caller's array into one that the caller keeps. */
export function oneShot(
  convolve: typeof convolve2d,
  { image, kernel, options, calls }: Cell,
  backend: BackendName,
  out: TypedArray,
): () => TypedArray {
  const kept = { ...options, backend, out };
  if (calls === undefined) return () => convolve(image, kernel, kept);
  // Short calls make their options anew, as callers do: by a literal, since Node 20 takes 3 µs for a spread. They have no others.
  const { mode } = options;
  return () => convolve(image, kernel, { mode, backend, out });
}
