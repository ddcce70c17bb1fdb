import { describe, wrongKind } from '../base/errors.ts';
import { kindOf, readSignal } from '../base/signal.ts';
import type { BackendName } from '../base/types.ts';
import { backendChoices, besides, object, oneOf, takeOptions } from '../problem/options.ts';
import { nodeModule } from './start-worker.ts';

export type OnProgress = (done: number, total: number) => void;

/** What a call asks of a pool besides its options. */
export interface Request {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
}

export interface CheckedPoolOptions {
  readonly threads: number;
  readonly backend: BackendName | 'auto' | undefined;
  readonly workerUrl: string | URL | undefined;
}

/** More workers than any machine has cores for are a mistake. */
const MAX_THREADS = 1024;

export function readPoolOptions(given: unknown): CheckedPoolOptions {
  const { threads, backend, workerUrl } = takeOptions(given, ['threads', 'backend', 'workerUrl']);
  const isAddress = typeof workerUrl === 'string' || kindOf(workerUrl) === 'URL';
  if (workerUrl !== undefined && !isAddress) {
    throw wrongKind('ERR_OPTION', 'workerUrl', 'a string or a URL', describe(workerUrl));
  }
  return {
    threads: threads === undefined ? coresHere() : count(threads),
    backend: oneOf('backend', backend, backendChoices, undefined),
    workerUrl: workerUrl as string | URL | undefined,
  };
}

function count(threads: unknown): number {
  const isCount = Number.isInteger(threads) && (threads as number) >= 1 && (threads as number) <= MAX_THREADS;
  if (isCount) return threads as number;
  throw wrongKind('ERR_OPTION', 'threads', `an integer from 1 to ${MAX_THREADS}`, describe(threads));
}

/** How many threads run at the same time here; 2 if nothing tells. */
function coresHere(): number {
  const os = nodeModule('node:os') as { availableParallelism?(): number } | undefined;
  const { navigator } = globalThis as { readonly navigator?: { readonly hardwareConcurrency?: number } };
  return os?.availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 2;
}

/** The options of a call for its function, and those for the pool. Each is read once. */
export function splitOptions(
  given: unknown,
  backend: BackendName | 'auto' | undefined,
): { readonly request: Request; readonly rest: { [name: string]: unknown } | undefined } {
  if (given === undefined) {
    const rest = backend === undefined ? undefined : { backend };
    return { request: { signal: undefined, onProgress: undefined }, rest };
  }
  const options = object(given, undefined, true);
  const rest: { [name: string]: unknown } = {};
  for (const name of Object.keys(options)) rest[name] = (options as typeof rest)[name];
  const { signal, onProgress, ...others } = rest;
  const checkedSignal = readSignal(signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw wrongKind('ERR_OPTION', 'onProgress', 'a function', describe(onProgress));
  }
  if (backend !== undefined && others.backend === undefined) others.backend = backend;
  return {
    request: { signal: checkedSignal, onProgress: onProgress as OnProgress | undefined },
    rest: besides(['signal', 'onProgress'], others),
  };
}
