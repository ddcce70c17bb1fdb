/** Error messages show as many elements of a list. No valid list of options or sizes is longer. */
export const MAX_SHOWN = 8;
/** No array is longer: ECMA-262, ArrayCreate. */
const MAX_ARRAY_LENGTH = 2 ** 32 - 1;

/**
 * Nested arrays, tap lists and banks with more elements than this are refused. Each number in a nested array takes 8 bytes of
 * the JavaScript heap: 512 MB for so many. An engine whose heap is full ends the process instead of throwing.
 */
export const MAX_ELEMENTS = 2 ** 26;

/** The length of a caller's array, read once. A proxy may claim anything: what is no length counts as 0. */
export function lengthOf(array: readonly unknown[]): number {
  const length: unknown = array.length;
  return Number.isSafeInteger(length) ? Math.max(length as number, 0) : 0;
}

/**
 * A copy of a caller's short list, such as a shape. Reads each element once; a hole becomes `undefined`. A copy of a longer
 * list has the length, but only the first elements.
 */
export function listOf(array: readonly unknown[]): unknown[] {
  const length = Math.min(lengthOf(array), MAX_ARRAY_LENGTH);
  const list = new Array<unknown>(length);
  for (let i = 0; i < length && i < MAX_SHOWN; i++) list[i] = array[i];
  return list;
}

/** As `Array.isArray`, but false for a revoked proxy, for which that throws. */
export function isArray(value: unknown): value is unknown[] {
  return !isRevoked(value) && Array.isArray(value);
}

/** Whether a value is a revoked proxy: every operation on it throws. */
export function isRevoked(value: unknown): boolean {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}
