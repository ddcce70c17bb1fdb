/* What runs in a worker: calls that were planned elsewhere. Bundled by scripts/build-worker.mjs. */
import type { BackendLoader } from '../backend/backend.ts';
import { Registry } from '../backend/registry.ts';
import { inMemory } from '../base/errors.ts';
import { computeInto } from '../call/filter.ts';
import { ReadyCall } from '../call/run-call.ts';
import { openGradient } from '../image/gradient-sinks.ts';
import { type Layout, View } from '../io/view.ts';
import { jsLoader } from '../js/backend.ts';
import { addMultirateToJs } from '../js/extra.ts';
import { VERSION } from '../wasm/abi.ts';
import { createBackend, type WasmName, extraMethods as wasmMethods } from '../wasm/create-backend.ts';
import { prepareMultirate } from '../wasm/multirate.ts';
import { createSharedBackend, type SharedBackend } from '../wasm/shared-backend.ts';
import type {
  Addressed,
  CallMessage,
  ErrorData,
  MemoryMessage,
  Message,
  Modules,
  PieceMessage,
  Placed,
  Sent,
} from './protocol.ts';
import { locksHere, workerScope } from './worker-scope.ts';

addMultirateToJs();
wasmMethods.multirate = prepareMultirate;

const scope = workerScope();
const registry = new Registry(jsLoader, []);
const known = new Set<string>();
const calls = new Map<number, { readonly message: CallMessage; ready: ReadyCall | undefined }>();

/** Those that compute in shared memory. */
const sharedBackends = new Map<WasmName, SharedBackend>();

function share({ name, module, memory, reservedBytes }: MemoryMessage): void {
  known.add(name);
  const load = () => {
    const shared = createSharedBackend({ name, module }, memory, reservedBytes);
    sharedBackends.set(name, shared);
    return shared.backend;
  };
  registry.replace({ name, load });
}

/** The thread that planned the calls has checked the backends. */
function use(modules: Modules): void {
  for (const [name, module] of Object.entries(modules) as [WasmName, NonNullable<Modules[WasmName]>][]) {
    if (known.has(name)) continue;
    known.add(name);
    const loader: BackendLoader = { name, load: () => createBackend(name, module) };
    registry.replace(loader);
  }
}

function receive(message: Message): void {
  switch (message.type) {
    case 'memory':
      share(message);
      break;
    case 'call':
      calls.set(message.id, { message, ready: undefined });
      break;
    case 'forget':
      calls.get(message.id)?.ready?.dispose();
      calls.delete(message.id);
      break;
    case 'piece':
      answer(message);
      break;
    default:
      refuse(message);
  }
}

/** What waits for an answer gets one. */
function refuse(message: never): void {
  const { type, task } = message as { readonly type: unknown; readonly task: number };
  const error = dataOf(new Error(`this worker knows no message "${type}"`));
  scope.post({ type: 'failed', task, error }, []);
}

function answer(message: PieceMessage): void {
  const { task } = message;
  try {
    inMemory(() => compute(message));
    const sent = sentWith(message);
    const buffers = sent.flatMap((data) => (data ? [data.buffer as ArrayBuffer] : []));
    scope.post({ type: 'done', task, sent }, buffers);
  } catch (error) {
    scope.post({ type: 'failed', task, error: dataOf(error) }, []);
  }
}

function compute({ call, piece, image, results }: PieceMessage): void {
  const known = calls.get(call);
  if (known === undefined) throw new Error(`this worker does not know the call ${call}`);
  const { gradient, modules, shared, call: planned } = known.message;
  use(modules);
  known.ready ??= new ReadyCall(planned, registry);
  const { ready } = known;
  const memory = shared && sharedBackends.get(shared.name);
  const views = results.map((result) => viewOf(result, memory));
  const source = viewOf(image, memory);
  const combination: Parameters<typeof computeInto>[3] = gradient && {
    open: (...at) => openGradient(gradient, ...at),
  };
  const pointwiseOf = ({ backend }: ReadyCall) => registry.pointwiseOf(backend);
  computeInto(ready, source, views, combination, pointwiseOf, piece);
}

function sentWith({ image, results }: PieceMessage): Sent {
  return [image, ...results].map((placed) =>
    placed !== null && 'data' in placed && placed.data.buffer instanceof ArrayBuffer ? placed.data : null,
  );
}

function viewOf(placed: Placed | Addressed | null, memory: SharedBackend | undefined): View {
  // In the place of a result that the piece has no part in.
  if (placed === null) return new View(new Uint8Array(0), 'uint8', NONE);
  if ('address' in placed) {
    const { address, dtype, length, layout } = placed;
    return new View((memory as SharedBackend).arrayAt(address, dtype, length), dtype, layout);
  }
  return new View(placed.data, placed.dtype, placed.layout);
}

const NONE: Layout = {
  rows: 0,
  columns: 0,
  channels: 1,
  offset: 0,
  rowStride: 0,
  columnStride: 1,
  channelStride: 1,
};

function dataOf(error: unknown): ErrorData {
  const { name, message, code } = error as Error & { readonly code?: string };
  return { name: String(name), message: String(message), code };
}

/**
 * Tells that it has started; where there are locks, once it holds one. What came before is taken up only then: who ends without a lock
 * ends unnoticed.
 */
function start(): void {
  const early: Message[] = [];
  let take = (message: Message): void => {
    early.push(message);
  };
  scope.listen((message) => take(message));
  const started = (lock: string | undefined) => {
    scope.post({ type: 'started', lock }, []);
    take = receive;
    for (const message of early) receive(message);
  };
  const locks = locksHere();
  if (locks === undefined) {
    started(undefined);
    return;
  }
  const lock = `convolve-wasm ${Math.random()}`;
  const hold = () => {
    started(lock);
    return new Promise(() => {});
  };
  // Frames that are sandboxed have locks, but may not use them.
  locks.request(lock, hold).catch(() => started(undefined));
}

scope.post({ type: 'hello', version: VERSION }, []);
start();
