/** Stable names of everything the package refuses. */
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
  | 'ERR_MEMORY';

export interface CodedError extends Error {
  readonly code: ErrorCode;
}

function coded<E extends Error>(error: E, code: ErrorCode): E & CodedError {
  return Object.defineProperty(error, 'code', {
    value: code,
    enumerable: true,
  }) as E & CodedError;
}

/** A value of the wrong kind: `"kernel" expected numbers, got a string`. */
export function wrongKind(code: ErrorCode, name: string, expected: string, got: string): TypeError {
  return coded(new TypeError(`"${name}" expected ${expected}, got ${got}`), code);
}

/** A wrong value or size: `"kernel" expected at least 1 x 1, got 0 x 3`. */
export function wrongValue(code: ErrorCode, name: string, expected: string, got: string): RangeError {
  return coded(new RangeError(`"${name}" expected ${expected}, got ${got}`), code);
}

/** Names a value in an error message, without its contents when it is large. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length > 8 ? `an array of ${value.length}` : show(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object') return `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  return String(value);
}

function show(array: readonly unknown[]): string {
  return `[${array.map((item) => describe(item)).join(', ')}]`;
}
