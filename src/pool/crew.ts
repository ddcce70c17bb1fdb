import type { WasmName } from '../wasm/create-backend.ts';
import type { CallMessage, Message, PieceMessage, Reply, SharedModule } from './protocol.ts';
import type { Thread } from './start-worker.ts';
import { RESERVED_BYTES, WorkerMemory } from './worker-memory.ts';

/** What a worker answered; or that it died over the task, or before it had started. */
export type Ending = Answer | 'died' | 'not started';
export type Answer = Exclude<Reply, { readonly type: 'started' }>;

/** What goes to a worker. */
export interface Cargoed {
  readonly message: PieceMessage;
  /** Memory that goes along, and is the worker's from then on. */
  readonly transfer: readonly ArrayBuffer[];
}

/** A piece of a call, for a worker. */
export interface Task {
  readonly call: CallMessage;
  /** Among all tasks. */
  readonly id: number;
  /** @param memory Of the worker that is to compute it, where this thread may put rows. */
  load(memory: WorkerMemory | undefined): Cargoed;
  end(ending: Ending): void;
}

/** Where workers get their tasks from. */
export interface Tasks {
  /** The next task; undefined if there is none now. */
  next(): Task | undefined;
  /** There are no workers, and why. */
  fail(reason: string): void;
}

/** Starts a worker. */
export type Start = (receive: (reply: Reply) => void, onEnd: (reason: string) => void) => Thread;

/** While a worker computes a piece, the next one waits in its queue, so that it never waits for this thread. */
const TASKS_AHEAD = 2;
/** Calls that a worker keeps set up, as `RecentCalls` does. */
const KEPT_CALLS = 8;
/** A worker that has not started by then never will. Starting takes 30 to 300 ms on slow machines. */
const START_MS = 20_000;
/** So many that died one after another before they had started: the next one would too. */
const MAX_FAILED_STARTS = 3;

interface Timers {
  setTimeout(run: () => void, ms: number): { unref?(): void } | number;
  clearTimeout(timer: unknown): void;
}
const { setTimeout, clearTimeout } = globalThis as unknown as Timers;

/** Does not keep a process alive. */
function after(ms: number, run: () => void): unknown {
  const timer = setTimeout(run, ms);
  if (typeof timer === 'object') timer.unref?.();
  return timer;
}

/** The workers of a pool: started when there is work, ended when there is none for a while, replaced when they die. */
export class Crew {
  readonly #start: Start;
  readonly #tasks: Tasks;
  readonly #threads: number;
  readonly #members = new Set<Member>();
  #failedStarts = 0;
  /** How many workers died. */
  deaths = 0;

  constructor(threads: number, start: Start, tasks: Tasks) {
    this.#threads = threads;
    this.#start = start;
    this.#tasks = tasks;
  }

  get size(): number {
    return this.#members.size;
  }

  get busy(): number {
    return [...this.#members].filter(({ isBusy }) => isBusy).length;
  }

  /** Gives tasks to workers, and starts workers while there are more tasks. */
  work(): void {
    // Each gets one before any gets two.
    for (let ahead = 1; ahead <= TASKS_AHEAD; ahead++) {
      for (const member of this.#members) {
        while (member.load < ahead) {
          const task = this.#tasks.next();
          if (task === undefined) return;
          if (!this.#give(member, task)) return;
        }
      }
      while (ahead === 1 && this.#members.size < this.#threads) {
        const task = this.#tasks.next();
        if (task === undefined) return;
        const member = this.#hire(task);
        if (member === undefined || !this.#give(member, task)) return;
      }
    }
  }

  /** What cannot be sent to one worker can be sent to none. */
  #give(member: Member, task: Task): boolean {
    try {
      member.take(task);
      return true;
    } catch (error) {
      member.end();
      this.#members.delete(member);
      member.loseTasks('not started');
      this.#tasks.fail((error as Error).message);
      return false;
    }
  }

  #hire(task: Task): Member | undefined {
    try {
      const member: Member = new Member(
        this.#start,
        () => {
          this.#failedStarts = 0;
        },
        () => this.work(),
        (hadStarted, reason) => this.#bury(member, hadStarted, reason),
      );
      this.#members.add(member);
      return member;
    } catch (error) {
      task.end('not started');
      this.#tasks.fail((error as Error).message);
      return undefined;
    }
  }

  #bury(member: Member, hadStarted: boolean, reason: string): void {
    this.#members.delete(member);
    this.deaths++;
    if (!hadStarted) this.#failedStarts++;
    member.loseTasks(hadStarted ? 'died' : 'not started');
    if (this.#failedStarts >= MAX_FAILED_STARTS || (!hadStarted && this.#members.size === 0)) {
      this.#tasks.fail(reason);
    }
    this.work();
  }

  /** Ends the workers that hold tasks of a call: they are taken to be lost. */
  endThoseWith(isOf: (task: Task) => boolean): void {
    for (const member of [...this.#members]) {
      if (!member.holds(isOf)) continue;
      member.end();
      this.#bury(member, true, 'it was ended');
    }
  }

  /** Ends all workers that have been idle. */
  endIdle(): void {
    for (const member of [...this.#members]) {
      if (member.isBusy) continue;
      this.#members.delete(member);
      member.end();
    }
  }
}

/** A worker and the tasks that it has. */
class Member {
  readonly #thread: Thread;
  readonly #work: () => void;
  readonly #tasks = new Map<number, Task>();
  readonly #memories = new Map<WasmName, WorkerMemory | undefined>();
  /** The calls that it knows, the most recent last. */
  readonly #calls = new Set<number>();
  readonly #startTimer: unknown;
  #hasStarted = false;
  #hasEnded = false;

  constructor(
    start: Start,
    onStarted: () => void,
    work: () => void,
    onEnd: (hadStarted: boolean, reason: string) => void,
  ) {
    this.#work = work;
    const ended = (reason: string) => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      clearTimeout(this.#startTimer);
      onEnd(this.#hasStarted, reason);
    };
    this.#thread = start((reply) => {
      if (this.#hasEnded) return;
      if (reply.type === 'started') {
        this.#hasStarted = true;
        clearTimeout(this.#startTimer);
        onStarted();
      } else {
        this.#receive(reply);
      }
    }, ended);
    this.#startTimer = after(START_MS, () => {
      this.#thread.end();
      ended(`it did not start within ${START_MS / 1000} s`);
    });
  }

  get load(): number {
    return this.#tasks.size;
  }

  get isBusy(): boolean {
    return this.#tasks.size > 0;
  }

  holds(isOf: (task: Task) => boolean): boolean {
    return [...this.#tasks.values()].some(isOf);
  }

  take(task: Task): void {
    const { call } = task;
    const memory = call.shared && this.#memoryFor(call.shared);
    const { message, transfer } = task.load(memory);
    this.#thread.hold();
    this.#tasks.set(task.id, task);
    if (!this.#calls.delete(call.id)) this.#post(call, []);
    this.#calls.add(call.id);
    for (const id of this.#calls) {
      if (this.#calls.size <= KEPT_CALLS) break;
      this.#calls.delete(id);
      this.#post({ type: 'forget', id }, []);
    }
    this.#post(message, transfer);
  }

  /** The memory that the worker computes in by a binary; undefined if there is none to be had. */
  #memoryFor({ name, module }: SharedModule): WorkerMemory | undefined {
    if (!this.#memories.has(name)) {
      const made = memoryOrNone();
      this.#memories.set(name, made);
      if (made) {
        const { memory } = made;
        this.#post({ type: 'memory', name, module, memory, reservedBytes: RESERVED_BYTES }, []);
      }
    }
    return this.#memories.get(name);
  }

  #post(message: Message, transfer: readonly ArrayBuffer[]): void {
    this.#thread.post(message, transfer);
  }

  #receive(reply: Answer): void {
    const task = this.#tasks.get(reply.task);
    if (task === undefined) return;
    this.#tasks.delete(reply.task);
    if (!this.isBusy) this.#thread.release();
    task.end(reply);
    this.#work();
  }

  /** Hands back what it can no longer do. */
  loseTasks(ending: 'died' | 'not started'): void {
    const tasks = [...this.#tasks.values()];
    this.#tasks.clear();
    for (const task of tasks) task.end(ending);
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#startTimer);
    this.#thread.end();
  }
}

/** Engines refuse it where addresses are few. */
function memoryOrNone(): WorkerMemory | undefined {
  try {
    return new WorkerMemory();
  } catch {
    return undefined;
  }
}
