/** As many elements of a list as error messages show. */
const MAX_COPIED = 8;
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
 * A copy of a caller's short list, such as a shape. Each element is read once, and a hole becomes `undefined`. Of a list too
 * long to be any of these the copy has the length, but not the elements.
 */
export function listOf(array: readonly unknown[]): unknown[] {
  const length = Math.min(lengthOf(array), MAX_ARRAY_LENGTH);
  const list = new Array<unknown>(length);
  for (let i = 0; i < length && i < MAX_COPIED; i++) list[i] = array[i];
  return list;
}

/** As `Array.isArray`, which throws for a proxy that was revoked. */
export function isArray(value: unknown): value is unknown[] {
  return !isRevoked(value) && Array.isArray(value);
}

/** Whether a value is a proxy that was revoked: it throws wherever it is touched. */
export function isRevoked(value: unknown): boolean {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}
