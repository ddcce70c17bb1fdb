import { VERSION } from '../wasm/abi.ts';
import type { WasmName } from '../wasm/create-backend.ts';
import type { SharedModule } from '../wasm/shared-memory.ts';
import type { CallMessage, Hello, Message, PieceMessage, Reply } from './protocol.ts';
import type { Thread } from './start-worker.ts';
import { after, type Stop } from './timers.ts';
import { inTurn, turn } from './turns.ts';
import { RESERVED_BYTES, WorkerMemory } from './worker-memory.ts';

/** What a worker answered, or why it never will. */
export type Ending = Answer | Loss;
export type Answer = Exclude<Reply, { readonly type: 'hello' | 'started' }>;

export type Loss =
  /** A worker died while it computed the task. */
  | { readonly type: 'died'; readonly reason: string }
  /** It was not computed: another worker may do so. */
  | { readonly type: 'lost' }
  /** It cannot be sent. */
  | { readonly type: 'refused'; readonly reason: string };

/** What goes to a worker. */
export interface Cargoed {
  readonly message: PieceMessage;
  /** Come before, in turns. False: the call has failed. */
  readonly copies: readonly (() => boolean)[];
  /** Memory that goes along, and is the worker's from then on. */
  readonly transfer: readonly ArrayBuffer[];
}

/** A piece of a call, for a worker. */
export interface Task {
  readonly call: CallMessage;
  /** Among all tasks. */
  readonly id: number;
  /**
   * @param memory Of the worker that is to compute it, where this thread may put rows.
   * @returns Undefined if the call has failed.
   */
  load(memory: WorkerMemory | undefined): Cargoed | undefined;
  end(ending: Ending): void;
}

/** Where workers get their tasks from. */
export interface Tasks {
  /** Whether more tasks of a call may come. */
  isRunning(call: number): boolean;
  /** The next task; undefined if there is none now. */
  next(): Task | undefined;
  /** There are no workers, and why. */
  fail(reason: string, isForGood: boolean): void;
}

/** Starts a worker. */
export type Start = (receive: (reply: Reply) => void, onEnd: (reason: string) => void) => Thread;

/** While a worker computes a piece, the next one waits in its queue, so that it never waits for this thread. */
const TASKS_AHEAD = 2;
/** Calls that a worker keeps set up, as `RecentCalls` does; more while more are running. */
const KEPT_CALLS = 8;
/** A worker that has not started by then never will. Starting takes 30 to 300 ms on slow machines. */
export const START_MS = 20_000;
/** So many that died one after another before they had started: the next one would too. Chosen: one may lack memory for a moment. */
const MAX_FAILED_STARTS = 3;

/** The workers of a pool: started when there is work, ended when there is none for a while, replaced when they die. */
export class Crew {
  readonly #start: Start;
  readonly #startMs: number;
  readonly #tasks: Tasks;
  readonly #threads: number;
  readonly #members = new Set<Member>();
  /** Those that are being ended. */
  readonly #leaving = new Set<Promise<void>>();
  #willGive = false;
  #failedStarts = 0;
  /** Whether workers start here at all. */
  #isProven = false;
  #hasSent = false;
  /** How many workers died after they had started. */
  deaths = 0;

  constructor(threads: number, start: Start, startMs: number, tasks: Tasks) {
    this.#threads = threads;
    this.#start = start;
    this.#startMs = startMs;
    this.#tasks = tasks;
  }

  get size(): number {
    return this.#members.size;
  }

  get busy(): number {
    return [...this.#members].filter(({ isBusy }) => isBusy).length;
  }

  /** Of their memory, that which images and results were put in. */
  get heldBytes(): number {
    return [...this.#members].reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  }

  /** Gives tasks to workers, some in each turn, and starts workers while there are more tasks. */
  work(): void {
    if (this.#willGive) return;
    this.#willGive = true;
    inTurn(() => {
      this.#willGive = false;
      if (this.#giveOne()) this.work();
    });
  }

  /** @returns Whether there may be more to do. */
  #giveOne(): boolean {
    // Each gets one before any gets two.
    for (let ahead = 1; ahead <= TASKS_AHEAD; ahead++) {
      const member = [...this.#members].find((member) => member.hasRoom(ahead));
      const isHiring = member === undefined && ahead === 1 && this.#canHire();
      if (member === undefined && !isHiring) continue;
      const task = this.#tasks.next();
      if (task === undefined) return false;
      const taker = member ?? this.#startMember();
      if (taker === undefined) task.end({ type: 'lost' });
      else void this.#give(taker, task);
      return true;
    }
    return false;
  }

  async #give(member: Member, task: Task): Promise<void> {
    try {
      const isSent = await member.take(task, (call) => this.#tasks.isRunning(call));
      if (isSent) this.#hasSent = true;
    } catch (error) {
      const { message } = error as Error;
      task.end({ type: 'refused', reason: message });
      // Where nothing could ever be sent, nothing will.
      if (!this.#hasSent) this.#tasks.fail(message, true);
    }
    this.work();
  }

  #canHire(): boolean {
    // Those that went on without others have ended.
    if (this.#members.size === 0 && this.#failedStarts >= MAX_FAILED_STARTS) this.#failedStarts = 0;
    return this.#members.size < this.#threads && this.#failedStarts < MAX_FAILED_STARTS;
  }

  #startMember(): Member | undefined {
    try {
      const member: Member = new Member(this.#start, this.#startMs, {
        started: () => {
          this.#failedStarts = 0;
          this.#isProven = true;
        },
        answered: (answer) => {
          inTurn(() => {
            member.finish(answer);
            this.work();
          });
        },
        // Its answers come first.
        ended: (hadStarted, reason) => inTurn(() => this.#bury(member, hadStarted, reason)),
        unfit: (reason) => {
          this.#failedStarts = MAX_FAILED_STARTS;
          void this.#dismiss(member);
          this.#failIfNone(reason);
        },
      });
      this.#members.add(member);
      return member;
    } catch (error) {
      this.#failedStarts++;
      this.#failIfNone((error as Error).message);
      return undefined;
    }
  }

  #bury(member: Member, hadStarted: boolean, reason: string): void {
    this.#members.delete(member);
    if (hadStarted) this.deaths++;
    else this.#failedStarts++;
    member.loseTasks(hadStarted ? { type: 'died', reason } : { type: 'lost' });
    this.#failIfNone(reason);
    this.work();
  }

  /** Whoever is left goes on. */
  #failIfNone(reason: string): void {
    if (this.#members.size > 0 || this.#failedStarts < MAX_FAILED_STARTS) return;
    // Where workers did start, later calls try again.
    this.#failedStarts = 0;
    this.#tasks.fail(reason, !this.#isProven);
  }

  /** Its tasks are lost once it computes nothing any more. */
  async #dismiss(member: Member): Promise<void> {
    this.#members.delete(member);
    const left = member.end();
    this.#leaving.add(left);
    await left;
    this.#leaving.delete(left);
    member.loseTasks({ type: 'lost' });
    this.work();
  }

  /** Ends the workers that hold such a task, after the answers that have arrived. Their other tasks are computed again. */
  endThoseWith(isMeant: (task: Task, isComputed: boolean) => boolean): void {
    inTurn(() => {
      for (const member of [...this.#members]) {
        if (member.holds(isMeant)) void this.#dismiss(member);
      }
    });
  }

  /** Ends all workers that have nothing to do. */
  endIdle(): void {
    for (const member of [...this.#members]) {
      if (!member.isBusy) void this.#dismiss(member);
    }
  }

  /** Settles once there is no worker any more. */
  async endAll(): Promise<void> {
    for (const member of [...this.#members]) void this.#dismiss(member);
    await Promise.all(this.#leaving);
  }
}

interface Events {
  started(): void;
  answered(answer: Answer): void;
  /** By itself. */
  ended(hadStarted: boolean, reason: string): void;
  /** It has not started in time, or is none of this version. */
  unfit(reason: string): void;
}

/** A worker and the tasks that it has. */
class Member {
  readonly #thread: Thread;
  /** The first is the one that it computes, if it has been sent. */
  readonly #tasks = new Map<number, Task>();
  /** Whether rows are being copied for the last one, which is sent after that. */
  #isLoading = false;
  readonly #memories = new Map<WasmName, WorkerMemory | undefined>();
  /** The calls that it knows, the most recent last. */
  readonly #calls = new Set<number>();
  readonly #stopWaiting: Stop;
  #hasStarted = false;
  #isOfThisVersion = false;
  /** Nothing more comes from it. */
  hasEnded = false;

  constructor(start: Start, startMs: number, { started, answered, ended, unfit }: Events) {
    this.#thread = start(
      (reply) => {
        if (this.hasEnded) return;
        if (!this.#isOfThisVersion) {
          const complaint = complaintOf(reply);
          this.#isOfThisVersion = complaint === undefined;
          if (complaint) unfit(`${this.#thread.name} is ${complaint}`);
          return;
        }
        if (reply.type === 'hello') return;
        if (reply.type !== 'started') {
          answered(reply);
          return;
        }
        this.#hasStarted = true;
        this.#stopWaiting();
        started();
      },
      (reason) => {
        if (this.hasEnded) return;
        this.hasEnded = true;
        this.#stopWaiting();
        ended(this.#hasStarted, reason);
      },
    );
    this.#stopWaiting = after(startMs, () =>
      unfit(`${this.#thread.name} did not start within ${startMs / 1000} s`),
    );
  }

  /** Whether it takes one more, besides those ahead of it. */
  hasRoom(ahead: number): boolean {
    return !this.#isLoading && !this.hasEnded && this.#tasks.size < ahead;
  }

  get isBusy(): boolean {
    return this.#tasks.size > 0;
  }

  get heldBytes(): number {
    return [...this.#memories.values()].reduce((sum, memory) => sum + (memory?.usedBytes ?? 0), 0);
  }

  holds(isMeant: (task: Task, isComputed: boolean) => boolean): boolean {
    return [...this.#tasks.values()].some((task, place) => isMeant(task, place === 0 && this.#isComputing));
  }

  get #isComputing(): boolean {
    return this.#tasks.size > (this.#isLoading ? 1 : 0);
  }

  /**
   * @param isRunning Calls that it will need again.
   * @returns Whether the task was sent; else it has ended.
   * @throws If it cannot be sent.
   */
  async take(task: Task, isRunning: (call: number) => boolean): Promise<boolean> {
    const { call } = task;
    this.#tasks.set(task.id, task);
    this.#isLoading = true;
    this.#thread.hold();
    const cargo = task.load(call.shared && this.#memoryFor(call.shared));
    const isLoaded = cargo !== undefined && (await this.#copy(task, cargo.copies));
    this.#isLoading = false;
    // The worker may have ended meanwhile.
    if (!this.#tasks.has(task.id)) return false;
    if (!isLoaded) {
      this.#drop(task);
      task.end({ type: 'lost' });
      return false;
    }
    try {
      this.#introduce(call, isRunning);
      this.#post(cargo.message, cargo.transfer);
      return true;
    } catch (error) {
      this.#drop(task);
      throw error;
    }
  }

  /** @returns Whether all is copied, and the task not lost. */
  async #copy({ id }: Task, copies: readonly (() => boolean)[]): Promise<boolean> {
    for (const [i, copy] of copies.entries()) {
      if (i > 0) await turn();
      if (!this.#tasks.has(id) || !copy()) return false;
    }
    return true;
  }

  /** Lets the worker know a call, and forget others. */
  #introduce(call: CallMessage, isRunning: (call: number) => boolean): void {
    if (!this.#calls.has(call.id)) this.#post(call, []);
    this.#calls.delete(call.id);
    this.#calls.add(call.id);
    for (const id of this.#calls) {
      if (this.#calls.size <= KEPT_CALLS) break;
      if (isRunning(id)) continue;
      this.#calls.delete(id);
      this.#post({ type: 'forget', id }, []);
    }
  }

  /** The memory that the worker computes in by a binary; undefined if there is none to be had. */
  #memoryFor(shared: SharedModule): WorkerMemory | undefined {
    if (!this.#memories.has(shared.name)) this.#memories.set(shared.name, this.#memoryOrNone(shared));
    return this.#memories.get(shared.name);
  }

  /** Engines refuse it where addresses are few. */
  #memoryOrNone({ name, module }: SharedModule): WorkerMemory | undefined {
    try {
      const made = new WorkerMemory();
      this.#post({ type: 'memory', name, module, memory: made.memory, reservedBytes: RESERVED_BYTES }, []);
      return made;
    } catch {
      return undefined;
    }
  }

  /** Lets the process end unless there is something else to do. */
  #drop({ id }: Task): void {
    this.#tasks.delete(id);
    if (!this.isBusy) this.#thread.release();
  }

  #post(message: Message, transfer: readonly ArrayBuffer[]): void {
    this.#thread.post(message, transfer);
  }

  finish(answer: Answer): void {
    const task = this.#tasks.get(answer.task);
    if (task === undefined) return;
    this.#drop(task);
    task.end(answer);
  }

  /** Hands back what it can no longer do. */
  loseTasks(lossOfComputed: Loss): void {
    const tasks = [...this.#tasks.values()];
    const firstLoss: Loss = this.#isComputing ? lossOfComputed : { type: 'lost' };
    this.#tasks.clear();
    // The first goes back last, so that it is the next to be computed.
    for (const task of tasks.slice(1).reverse()) task.end({ type: 'lost' });
    tasks[0]?.end(firstLoss);
  }

  /** Settles once it computes nothing any more. */
  end(): Promise<void> {
    this.hasEnded = true;
    this.#stopWaiting();
    return this.#thread.end();
  }
}

/** What is wrong with a worker, by the first that it sends: it may be of another version, or any program. */
function complaintOf(first: unknown): string | undefined {
  const { type, version } = (first ?? {}) as Partial<Hello>;
  if (type !== 'hello') return `no worker of convolve-wasm ${VERSION}`;
  return version === VERSION ? undefined : `of version ${version}, not ${VERSION}`;
}
