import type { Message, Reply } from './protocol.ts';
import { after } from './timers.ts';
import { isNode, locksHere } from './worker-scope.ts';

/** A worker, whatever kind it is. */
export interface Thread {
  /** What messages call it: its address, if it has one. */
  readonly name: string;
  post(message: Message, transfer: readonly ArrayBuffer[]): void;
  /** Settles once it computes nothing any more, where that can be known. */
  end(): Promise<void>;
  /** Keeps the process alive. */
  hold(): void;
  /** Lets the process end. */
  release(): void;
}

/** Called once a worker has ended by itself, or could not start. It computes nothing any more. */
type OnEnd = (reason: string) => void;

interface NodeWorker {
  on(event: string, listen: (value: never) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): Promise<unknown>;
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

function nameOf(workerUrl: string | URL | undefined): string {
  return workerUrl === undefined ? 'the worker' : String(workerUrl);
}

/** Reasons do not say which file they are about. */
function about(workerUrl: string | URL | undefined, reason: string): string {
  return workerUrl === undefined ? reason : `${workerUrl}: ${reason}`;
}

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
      : new Worker(nodeAddress(workerUrl), options);
  let reason = 'it ended';
  worker.on('message', receive);
  // A program may throw anything.
  worker.on('error', (error: unknown) => {
    reason = String((error as Error | undefined)?.message ?? error);
  });
  worker.on('messageerror', () => {
    reason = 'a message could not be read';
    void worker.terminate();
  });
  worker.on('exit', (code: number) => onEnd(about(workerUrl, `${reason} (exit code ${code})`)));
  return {
    name: nameOf(workerUrl),
    post: (message, transfer) => worker.postMessage(message, transfer),
    async end() {
      await worker.terminate();
    },
    hold: () => worker.ref(),
    release: () => worker.unref(),
  };
}

/** Node takes paths as strings, and addresses as URLs. */
function nodeAddress(workerUrl: string | URL): string | URL {
  const address = String(workerUrl);
  if (/^(file|data):/.test(address)) return new URL(address);
  if (/^(\.{0,2}[\\/]|[a-z]:[\\/])/i.test(address)) return address;
  throw new Error(`"workerUrl" expected a file: URL or a path, as Node needs, got ${address}`);
}

const NODE_TOO_OLD = 'this Node has no process.getBuiltinModule, which 20.16 and 22.3 brought';
/** Browsers give no reason. */
const BLOB_REFUSED = 'it could not be loaded; if a policy forbids blob: addresses, set "workerUrl"';

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
  if (Worker === undefined) throw new Error(isNode() ? NODE_TOO_OLD : 'there are no workers here');
  const address = workerUrl ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const revoke = () => {
    if (workerUrl === undefined) URL.revokeObjectURL(String(address));
  };
  // Deno has module workers only.
  const worker = new Worker(address, { type: 'module', name: NAME });
  const gone = new Departure();
  const end = (reason: string) => {
    worker.terminate();
    void gone.wait().then(() => onEnd(reason));
  };
  worker.onmessage = ({ data }) => {
    // Other programs may send anything.
    if (data?.type === 'started') {
      revoke();
      gone.watch(data.lock, () => end('it ended'));
    }
    receive(data);
  };
  worker.onerror = (event) => {
    // Else it becomes an uncaught error of the page, or ends the process.
    event.preventDefault?.();
    revoke();
    const unknown = workerUrl === undefined ? BLOB_REFUSED : 'it could not be loaded';
    end(about(workerUrl, event.message || unknown));
  };
  worker.onmessageerror = () => end('a message could not be read');
  return {
    name: nameOf(workerUrl),
    post: (message, transfer) => worker.postMessage(message, transfer),
    end() {
      worker.terminate();
      revoke();
      return gone.wait();
    },
    hold: () => worker.ref?.(),
    release: () => worker.unref?.(),
  };
}

/** A worker that was ended is gone by then, whether its lock tells so or not. Browsers take some milliseconds. */
const GONE_MS = 2000;

/** The end of a Web Worker, of which there is no event: it holds a lock, which another request gets once the worker is gone. */
class Departure {
  #gone: Promise<void> | undefined;

  /** @param lock The name of the lock that the worker holds; undefined: there are no locks. */
  watch(lock: string | undefined, onGone: () => void): void {
    if (lock === undefined) return;
    this.#gone = locksHere()
      ?.request(lock, onGone)
      .catch(() => {});
  }

  /** Settles once a worker that was told to end has done so, or at once where there are no locks. */
  async wait(): Promise<void> {
    if (this.#gone === undefined) return;
    await Promise.race([this.#gone, new Promise<void>((resolve) => after(GONE_MS, resolve))]);
  }
}
