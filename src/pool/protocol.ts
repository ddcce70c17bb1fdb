import type { DType, TypedArray } from '../base/types.ts';
import type { Call } from '../call/plan-call.ts';
import type { Piece } from '../call/run-call.ts';
import type { GradientData } from '../image/gradient-sinks.ts';
import type { Layout } from '../io/view.ts';
import type { compiled } from '../wasm/create-backend.ts';
import type { SharedMemory, SharedModule } from '../wasm/shared-memory.ts';

/** The compiled binaries that a call may need. */
export type Modules = Readonly<typeof compiled>;

/** Elements, and where they lie in their array: a view as plain data. */
export interface Placed {
  readonly data: TypedArray;
  readonly dtype: DType;
  readonly layout: Layout;
}

/** Elements in the memory of a worker, by their address. */
export interface Addressed {
  readonly address: number;
  readonly length: number;
  readonly dtype: DType;
  readonly layout: Layout;
}

/** The memory that a worker is to compute in by a binary, of which some bytes at the front belong to the other thread. */
export interface MemoryMessage extends SharedModule {
  readonly type: 'memory';
  readonly memory: SharedMemory;
  readonly reservedBytes: number;
}

/** Sets up a call, of which pieces will come. */
export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly call: Call;
  /** What is made of the sums; null: they are the results. */
  readonly gradient: GradientData | null;
  readonly modules: Modules;
  /** What computes it, if that can be in shared memory. */
  readonly shared: SharedModule | undefined;
}

/** Frees a call. */
export interface ForgetMessage {
  readonly type: 'forget';
  readonly id: number;
}

/** Computes a piece of a call. */
export interface PieceMessage {
  readonly type: 'piece';
  readonly task: number;
  readonly call: number;
  readonly piece: Piece;
  readonly image: Placed | Addressed;
  /** Where its rows of each result go. Null: it has none. */
  readonly results: readonly (Placed | Addressed | null)[];
}

/** Arrays that came to a worker with a piece, and go back: of the image, and of each result. Null: nothing goes back. */
export type Sent = readonly (TypedArray | null)[];

export type Message = MemoryMessage | CallMessage | ForgetMessage | PieceMessage;

/** What a worker answers: first its version, then that it has started, then once for each piece. */
export type Reply =
  | Hello
  | Started
  | { readonly type: 'done'; readonly task: number; readonly sent: Sent }
  | { readonly type: 'failed'; readonly task: number; readonly error: ErrorData };

/** Comes before anything else: versions may differ in all other messages, and in what they mean. */
export interface Hello {
  readonly type: 'hello';
  /** Of the package that the worker is a part of. */
  readonly version: string;
}

export interface Started {
  readonly type: 'started';
  /** The name of a lock that the worker holds for as long as it lives; undefined: there are no locks. */
  readonly lock: string | undefined;
}

/** An error as plain data: cloning drops its code. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
}
