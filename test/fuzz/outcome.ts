import type { OutContainer } from '../../src/base/types.ts';
import type { ErrorCode } from '../../src/index.ts';
import { valuesOf } from '../support/containers.ts';

const codes: readonly ErrorCode[] = [
  'ERR_IMAGE',
  'ERR_KERNEL',
  'ERR_OUT',
  'ERR_OVERLAP',
  'ERR_OPTION',
  'ERR_CONFLICT',
  'ERR_SIZE',
  'ERR_DETACHED',
  'ERR_METHOD',
  'ERR_DISPOSED',
  'ERR_BACKEND',
  'ERR_MEMORY',
  'ERR_WORKER',
];

/** What became of a call. */
export type Outcome<T = unknown> = { readonly value: T } | { readonly error: unknown };

export function attempt<T>(call: () => T): Outcome<T> {
  try {
    return { value: call() };
  } catch (error) {
    return { error };
  }
}

/** The code of an error of the package; undefined for any other error. */
export function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof TypeError || error instanceof RangeError)) return undefined;
  const { code } = error as { code?: unknown };
  return codes.find((known) => known === code);
}

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `the throw of ${String(error)}`;
  const { name, message } = error;
  return `${name} ${(error as { code?: unknown }).code ?? 'without a code'}: ${message.slice(0, 300)}`;
}

/** All numbers that a result consists of, whether of one kernel, of several or of a gradient. */
export function numbersOf(result: unknown): Float64Array {
  if (ArrayBuffer.isView(result)) return Float64Array.from(result as Float64Array);
  if (Array.isArray(result)) {
    if (typeof result[0]?.[0] === 'number') return valuesOf(result as number[][]);
    return joined(result.map(numbersOf));
  }
  const object = result as OutContainer & { x?: unknown };
  if ('data' in object) return valuesOf(object);
  return joined(
    Object.keys(object)
      .sort()
      .map((name) => numbersOf(object[name as 'x'])),
  );
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/** Why two outcomes are not the same to the bit, or null. */
export function difference(a: Outcome, b: Outcome): string | null {
  if ('error' in a && 'error' in b) {
    const [one, other] = [a.error, b.error].map(describeError);
    return one === other ? null : `one throws ${one}, the other ${other}`;
  }
  if ('error' in a || 'error' in b) {
    return `only one throws: ${describeError('error' in a ? a.error : 'error' in b ? b.error : null)}`;
  }
  const [one, other] = [numbersOf(a.value), numbersOf(b.value)];
  if (one.length !== other.length) return `${one.length} numbers, or ${other.length}`;
  const at = one.findIndex((value, n) => !Object.is(value, other[n]));
  return at < 0 ? null : `number ${at} is ${one[at]}, or ${other[at]}`;
}

/** Lets go of images in memory of a backend. */
export function disposeAll(...values: unknown[]): void {
  for (const value of values) {
    if (Array.isArray(value)) disposeAll(...value.filter((item) => typeof item === 'object'));
    else if (typeof value === 'object' && value !== null && 'dispose' in value) {
      (value as { dispose(): void }).dispose();
    }
  }
}

/** Everything that a container is made of, to see whether it was written. */
export function bytesOf(container: unknown): string {
  if (Array.isArray(container)) return container.map(bytesOf).join(';');
  if (typeof container !== 'object' || container === null) {
    return Object.is(container, -0) ? '-0' : String(container);
  }
  if (ArrayBuffer.isView(container)) {
    // Of what is resident only its own elements: the rest of the memory is the backend's.
    return Buffer.from(container.buffer, container.byteOffset, container.byteLength).toString('latin1');
  }
  const { data, shape, width, height } = container as { [name: string]: unknown };
  return [shape, width, height, data].map(bytesOf).join('|');
}
