import type { Core } from './core.ts';

type Run = (image: unknown, out?: unknown) => unknown;
/** Makes `run` of something prepared by other functions than its own. */
export type RunBy = (core: Pick<Core, 'filterOnce' | 'combineOnce'>) => Run;

const lent = /* @__PURE__ */ new WeakMap<object, RunBy>();

/** Lets other threads run what was prepared. */
export function lend<P extends object>(prepared: P, runBy: RunBy): P {
  lent.set(prepared, runBy);
  return prepared;
}

export function borrow(prepared: unknown): RunBy | undefined {
  return typeof prepared === 'object' && prepared !== null ? lent.get(prepared) : undefined;
}
