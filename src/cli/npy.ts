import type { NdArray, TypedArray } from '../base/types.ts';
import { Failure } from './failure.ts';
import { sizeOf } from './noise.ts';

type Elements = TypedArray | BigInt64Array | BigUint64Array;

/** Arrays by NumPy's names of element types, which end in the size in bytes. */
const arrays: { readonly [type: string]: new (buffer: ArrayBuffer) => Elements } = {
  b1: Uint8Array,
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
};

/**
 * Reads an array that `numpy.save` wrote in format 1.0, 2.0 or 3.0: numbers along two or three axes, in either byte order, in C
 * or Fortran order. 64-bit integers become float64.
 *
 * The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws {Failure} The bytes are something else.
 */
export function parseNpy(bytes: Uint8Array): NdArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // 0x93 and NUMPY.
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 12 || !magic.every((byte, at) => bytes[at] === byte)) {
    throw new Failure('not a file that numpy.save wrote');
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new Failure(`format ${version} of numpy.save is not supported`);
  const [start, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(start, start + length),
  );

  const { order, type, byColumns, shape } = readHeader(header);
  const ofType = Object.hasOwn(arrays, type) ? arrays[type] : undefined;
  if (ofType === undefined)
    throw new Failure(`elements of type "${type}" are not supported; save them as float32 or float64`);
  if (shape.length !== 2 && shape.length !== 3) {
    throw new Failure(`expected an array of 2 or 3 axes, got ${shape.length}`);
  }

  const size = Number(type.slice(1));
  const count = sizeOf(shape);
  // A copy is aligned: in a Buffer elements may start at any byte.
  const elements = new Uint8Array(bytes.subarray(start + length, start + length + count * size));
  if (elements.length !== count * size) {
    throw new Failure(`cut short: expected ${count * size} bytes of elements, got ${elements.length}`);
  }
  if (order === '>') swapBytes(elements, size);
  const data = inFloat64(new ofType(elements.buffer));
  if (!byColumns) return { data, shape };
  const stride = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  return { data, shape, stride };
}

/** A Python dictionary of three entries, in any order: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. */
function readHeader(header: string) {
  const descr = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const order = /'fortran_order':\s*(True|False)/.exec(header);
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header);
  if (descr === null && order !== null && shape !== null)
    throw new Failure('elements that are not plain numbers are not supported');
  if (descr === null || order === null || shape === null)
    throw new Failure('the header is not one that numpy.save writes');
  return {
    order: descr[1]!,
    type: descr[2]!,
    byColumns: order[1] === 'True',
    shape: shape[1]!
      .split(',')
      .filter((along) => along.trim() !== '')
      .map(Number),
  };
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; size > 1 && at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** 64-bit integers as numbers; other elements stay as they are. */
function inFloat64(elements: Elements): TypedArray {
  if (!(elements instanceof BigInt64Array || elements instanceof BigUint64Array)) return elements;
  return Float64Array.from(elements as BigInt64Array, (value) => {
    if (!Number.isSafeInteger(Number(value)))
      throw new Failure(`${value} is beyond the integers that float64 holds exactly`);
    return Number(value);
  });
}
