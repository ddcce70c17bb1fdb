import type { DType, TypedArray, TypedArrayOf } from './types.ts';

/** The type in which sums are computed. */
export type Accumulator = 'float32' | 'float64';

interface ElementType<D extends DType> {
  readonly array: {
    new (length: number): TypedArrayOf[D];
    new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArrayOf[D];
  };
  readonly bytes: number;
  /** The smallest and the largest integer; null for floats. */
  readonly range: readonly [number, number] | null;
}

export const elementTypes: { readonly [D in DType]: ElementType<D> } = {
  float32: { array: Float32Array, bytes: 4, range: null },
  float64: { array: Float64Array, bytes: 8, range: null },
  uint8: { array: Uint8Array, bytes: 1, range: [0, 255] },
  uint8clamped: { array: Uint8ClampedArray, bytes: 1, range: [0, 255] },
  int8: { array: Int8Array, bytes: 1, range: [-128, 127] },
  int16: { array: Int16Array, bytes: 2, range: [-32768, 32767] },
  uint16: { array: Uint16Array, bytes: 2, range: [0, 65535] },
  int32: { array: Int32Array, bytes: 4, range: [-2147483648, 2147483647] },
  uint32: { array: Uint32Array, bytes: 4, range: [0, 4294967295] },
};

export const dtypes = /* @__PURE__ */ Object.keys(elementTypes) as DType[];

const dtypeOfTag = /* @__PURE__ */ new Map(
  /* @__PURE__ */ dtypes.map((dtype) => [elementTypes[dtype].array.name, dtype]),
);

/** %TypedArray%.prototype. Its getters read internal slots, which neither subclasses nor own properties can change. */
const prototype: object = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype);

function getterOf<T>(name: keyof TypedArray): (array: TypedArray) => T {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as { get(): T };
  return (array) => get.call(array);
}

const tagOf = /* @__PURE__ */ getterOf<string>(Symbol.toStringTag);
const bufferOf = /* @__PURE__ */ getterOf<ArrayBufferLike>('buffer');
const byteOffsetOf = /* @__PURE__ */ getterOf<number>('byteOffset');
const elementCountOf = /* @__PURE__ */ getterOf<number>('length');

/** The element type of a typed array, also of one from another realm; undefined for anything else. */
export function dtypeOf(value: unknown): DType | undefined {
  return ArrayBuffer.isView(value) ? dtypeOfTag.get(tagOf(value as TypedArray)) : undefined;
}

/**
 * A plain typed array over the same elements, since a caller's subclass may override methods. Undefined if the buffer is
 * detached.
 */
export function plainArray(array: TypedArray, dtype: DType): TypedArray | undefined {
  const buffer = bufferOf(array);
  const length = elementCountOf(array);
  const type = elementTypes[dtype].array;
  if (length > 0) return new type(buffer, byteOffsetOf(array), length);
  try {
    return new type(buffer, 0, 0);
  } catch {
    return undefined;
  }
}

/** The type of a result by default: floats and canvas pixels keep theirs, other integers become floats that hold them. */
export function defaultResult(image: DType): DType {
  const { bytes, range } = elementTypes[image];
  if (range === null || image === 'uint8clamped') return image;
  return bytes <= 2 ? 'float32' : 'float64';
}
