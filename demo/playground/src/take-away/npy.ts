import type { TypedArray } from 'convolve-wasm';

/** NumPy's names of element types, by those of arrays. */
const types: { readonly [array: string]: string } = {
  Float32Array: '<f4',
  Float64Array: '<f8',
  Uint8Array: '|u1',
  Uint8ClampedArray: '|u1',
  Int8Array: '|i1',
  Uint16Array: '<u2',
  Int16Array: '<i2',
  Uint32Array: '<u4',
  Int32Array: '<i4',
};

/**
 * An array as `numpy.save` writes it, in format 1.0. Elements are as they lie in memory: every browser's machine has the least byte
 * first.
 *
 * The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyOf(data: TypedArray, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const dictionary = `{'descr': '${types[data.constructor.name]}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  // Magic bytes, version and length take 10 bytes; the header ends with a line break, and the elements begin at a multiple of 64.
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const header = `${dictionary.padEnd(start - 11)}\n`;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}
