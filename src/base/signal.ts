import { describe, wrongKind } from './errors.ts';

/** @throws ERR_OPTION for what is no AbortSignal. */
export function readSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || isSignal(signal)) return signal as AbortSignal | undefined;
  throw wrongKind('ERR_OPTION', 'signal', 'an AbortSignal', describe(signal));
}

function isSignal(value: unknown): boolean {
  if (kindOf(value) !== 'AbortSignal') return false;
  const { addEventListener, removeEventListener } = value as { [name: string]: unknown };
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function';
}

/** What a signal says, also one of an engine or a library that knows no reasons. */
export function reasonOf({ reason }: AbortSignal): unknown {
  if (reason !== undefined) return reason;
  return Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Also of objects that another realm made, which `instanceof` does not know. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
