import type { Message, Reply } from './protocol.ts';
import { isNode } from './worker-scope.ts';

/** A worker, whatever kind it is. */
export interface Thread {
  post(message: Message, transfer: readonly ArrayBuffer[]): void;
  end(): void;
  /** Keeps the process alive. */
  hold(): void;
  /** Lets the process end. */
  release(): void;
}

/** Called once a worker has ended by itself, or could not start. */
type OnEnd = (reason: string) => void;

interface NodeWorker {
  on(event: string, listen: (value: never) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

interface NodeThreads {
  readonly Worker: new (
    source: string | URL,
    options: { readonly eval?: boolean; readonly execArgv: readonly string[]; readonly name: string },
  ) => NodeWorker;
}

interface Builtins {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

const NAME = 'convolve-wasm';

/** A module of Node's, if this is Node, from 20.16 on. */
export function nodeModule(name: string): unknown {
  return isNode() ? (globalThis as Builtins).process?.getBuiltinModule?.(name) : undefined;
}

/**
 * Starts a worker: from its source, or from an address where a policy forbids that.
 *
 * @throws If it is known at once that there are none.
 */
export function startWorker(
  source: string,
  workerUrl: string | URL | undefined,
  receive: (reply: Reply) => void,
  onEnd: OnEnd,
): Thread {
  const threads = nodeModule('node:worker_threads') as NodeThreads | undefined;
  return threads
    ? startNode(threads, source, workerUrl, receive, onEnd)
    : startWeb(source, workerUrl, receive, onEnd);
}

function startNode(
  { Worker }: NodeThreads,
  source: string,
  workerUrl: string | URL | undefined,
  receive: (reply: Reply) => void,
  onEnd: OnEnd,
): Thread {
  // The flags of the process may load what a worker does without.
  const options = { execArgv: [], name: NAME };
  const worker =
    workerUrl === undefined
      ? new Worker(source, { ...options, eval: true })
      : new Worker(new URL(workerUrl), options);
  let reason = 'it ended';
  worker.on('message', receive);
  worker.on('error', (error: Error) => {
    reason = error.message;
  });
  worker.on('exit', (code: number) => onEnd(`${reason} (exit code ${code})`));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => void worker.terminate(),
    hold: () => worker.ref(),
    release: () => worker.unref(),
  };
}

interface WebWorker {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): void;
  onmessage: (event: { readonly data: Reply }) => void;
  onerror: (event: { readonly message?: string; preventDefault?(): void }) => void;
  onmessageerror: () => void;
  ref?(): void;
  unref?(): void;
}

interface Web {
  readonly Worker?: new (address: string | URL, options: object) => WebWorker;
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string; revokeObjectURL(address: string): void };
}

function startWeb(
  source: string,
  workerUrl: string | URL | undefined,
  receive: (reply: Reply) => void,
  onEnd: OnEnd,
): Thread {
  const { Worker, Blob, URL } = globalThis as unknown as Web;
  if (Worker === undefined) throw new Error('there are no workers here');
  const address = workerUrl ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const revoke = () => {
    if (workerUrl === undefined) URL.revokeObjectURL(String(address));
  };
  // Deno has module workers only.
  const worker = new Worker(address, { type: 'module', name: NAME });
  worker.onmessage = ({ data }) => {
    if (data.type === 'started') revoke();
    receive(data);
  };
  worker.onerror = (event) => {
    // Else it becomes an uncaught error of the page, or ends the process.
    event.preventDefault?.();
    worker.terminate();
    onEnd(event.message || 'it could not start, or failed');
  };
  worker.onmessageerror = () => {
    worker.terminate();
    onEnd('a message could not be read');
  };
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    hold: () => worker.ref?.(),
    release: () => worker.unref?.(),
  };
}
