import type { Message, Reply } from './protocol.ts';

/** What a worker sends and receives by, whatever kind of worker it is. */
export interface WorkerScope {
  post(reply: Reply, transfer: readonly ArrayBuffer[]): void;
  listen(receive: (message: Message) => void): void;
}

interface Port {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message' | 'messageerror', receive: (message: never) => void): void;
}

interface Locks {
  request(name: string, use: () => unknown): Promise<void>;
}

interface Scope {
  readonly process?: {
    getBuiltinModule?(name: string): { readonly parentPort?: Port | null } | undefined;
  };
  postMessage?(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onmessage?: (event: { readonly data: Message }) => void;
  onmessageerror?: () => void;
}

/** Node's workers have a port, all others a global `postMessage`. */
export function workerScope(): WorkerScope {
  const scope = globalThis as unknown as Scope;
  if (scope.postMessage === undefined || isNode()) {
    const port = scope.process?.getBuiltinModule?.('node:worker_threads')?.parentPort;
    if (port) {
      return {
        post: (reply, transfer) => port.postMessage(reply, transfer),
        listen(receive) {
          port.on('message', receive);
          port.on('messageerror', fail);
        },
      };
    }
  }
  return {
    post: (reply, transfer) => scope.postMessage?.(reply, transfer),
    listen(receive) {
      scope.onmessage = ({ data }) => receive(data);
      scope.onmessageerror = fail;
    },
  };
}

/** Ends the worker: it would never answer. */
function fail(): never {
  throw new Error('a message could not be read');
}

/** Locks that a page shares with its workers, which let go of them when they end. Undefined: there are none. */
export function locksHere(): Locks | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: Locks } };
  return isNode() ? undefined : navigator?.locks;
}

/** Whether this is Node itself: Deno and Bun have some of its modules too, but their own workers start faster. */
export function isNode(): boolean {
  const { process, Deno, Bun } = globalThis as {
    process?: { readonly versions?: { readonly node?: string } };
    Deno?: unknown;
    Bun?: unknown;
  };
  return process?.versions?.node !== undefined && Deno === undefined && Bun === undefined;
}
