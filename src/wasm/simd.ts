/** A function that makes a vector by `i8x16.splat` and drops it. */
const SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
];

/** Whether WebAssembly with SIMD is there, and allowed. */
export function compilesSimd(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.from(SIMD_MODULE));
    return true;
  } catch {
    return false;
  }
}
