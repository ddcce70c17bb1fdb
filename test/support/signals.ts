/** A controller whose signal is none of this realm's, as of another window or of a library. */
export function foreignController(): { readonly signal: AbortSignal; abort(reason: unknown): void } {
  const signal = Object.assign(new EventTarget(), {
    aborted: false,
    reason: undefined as unknown,
    throwIfAborted() {
      if (signal.aborted) throw signal.reason;
    },
  });
  Object.defineProperty(signal, Symbol.toStringTag, { value: 'AbortSignal' });
  return {
    signal: signal as unknown as AbortSignal,
    abort(reason) {
      Object.assign(signal, { aborted: true, reason });
      signal.dispatchEvent(new Event('abort'));
    },
  };
}
