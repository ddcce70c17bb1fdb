import { isArray, isRevoked, listOf, MAX_SHOWN } from './list.ts';

/**
 * Codes of errors, which do not change between versions. `ERR_IMAGE`, `ERR_KERNEL`, `ERR_OUT`, `ERR_OPTION`: this argument is
 * wrong. `ERR_CONFLICT`: arguments exclude each other. `ERR_OVERLAP`: `out` shares memory with what is read or with another result.
 * `ERR_SIZE`: sizes do not fit each other, or are too large. `ERR_DETACHED`, `ERR_DISPOSED`: the memory of an argument is gone.
 * `ERR_METHOD`, `ERR_BACKEND`: the one that was asked for cannot compute this. `ERR_MEMORY`: there is not enough memory.
 * `ERR_WORKER`: workers of a pool died again and again.
 *
 * @example
 * try {
 *   convolve2d([[1]], [[1]], { padding: -1 });
 * } catch (error) {
 *   const code: ErrorCode = (error as CodedError).code;
 *   console.log(code); // ERR_OPTION
 * }
 */
export type ErrorCode =
  | 'ERR_IMAGE'
  | 'ERR_KERNEL'
  | 'ERR_OUT'
  | 'ERR_OVERLAP'
  | 'ERR_OPTION'
  | 'ERR_CONFLICT'
  | 'ERR_SIZE'
  | 'ERR_DETACHED'
  | 'ERR_METHOD'
  | 'ERR_DISPOSED'
  | 'ERR_BACKEND'
  | 'ERR_MEMORY'
  | 'ERR_WORKER';

/**
 * What all functions throw: a `TypeError` for a value of the wrong type, a `RangeError` for a wrong value or size, with a code.
 *
 * @example
 * try {
 *   convolve2d([[1]], [[1]], { stride: 0 });
 * } catch (error) {
 *   console.log((error as CodedError).message); // "stride" expected an integer of at least 1, got 0
 * }
 */
export interface CodedError extends Error {
  /** What was wrong. */
  readonly code: ErrorCode;
}

export function coded<E extends Error>(error: E, code: ErrorCode): E & CodedError {
  return Object.defineProperty(error, 'code', { value: code, enumerable: true }) as E & CodedError;
}

/** A value of the wrong kind: `"kernel" expected numbers, got a string`. */
export function wrongKind(code: ErrorCode, name: string, expected: string, got: string): TypeError {
  return coded(new TypeError(`"${name}" expected ${expected}, got ${got}`), code);
}

/** A wrong value or size: `"kernel" expected at least 1 x 1, got 0 x 3`. */
export function wrongValue(code: ErrorCode, name: string, expected: string, got: string): RangeError {
  return coded(new RangeError(`"${name}" expected ${expected}, got ${got}`), code);
}

/** A TypeError for a value of another `kind` (as `typeof` names it), else a RangeError. */
export function refusalOf(
  code: ErrorCode,
  name: string,
  kind: string,
  expected: string,
  value: unknown,
): TypeError | RangeError {
  return (typeof value === kind ? wrongValue : wrongKind)(code, name, expected, describe(value));
}

/** Describes a value for an error message, a large one without its contents. Reads arrays again: pass a copy of a caller's. */
export function describe(value: unknown): string {
  return describeTo(2, value);
}

function describeTo(depth: number, value: unknown): string {
  if (value === null) return 'null';
  if (isRevoked(value)) return 'a revoked proxy';
  if (isArray(value)) return describeArray(depth, value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object') return `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  return String(value);
}

function describeArray(depth: number, array: readonly unknown[]): string {
  const list = listOf(array);
  // An array may contain itself.
  if (list.length > MAX_SHOWN || depth === 0) return `an array of ${list.length}`;
  return `[${list.map((item) => describeTo(depth - 1, item)).join(', ')}]`;
}

/** Runs a step that allocates memory. If the engine refuses, throws an error with a code. */
export function inMemory<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RangeError) || 'code' in error) throw error;
    const refusal = wrongValue('ERR_MEMORY', 'image', 'sizes that fit into memory', 'larger ones');
    throw Object.assign(refusal, { cause: error });
  }
}
