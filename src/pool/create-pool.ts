import { describe, wrongKind } from '../base/errors.ts';
import { throwIfAborted } from '../base/signal.ts';
import { type Api, type Backends, createFunctions, type Stages } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import { explanationOf } from '../call/explain.ts';
import { combinedJobOf, type Job, jobOf, type Work } from '../call/filter.ts';
import { borrow } from '../call/lend.ts';
import { NoWorkers, offerPieces, type PieceRunner } from '../call/piece-runner.ts';
import { piecesOf } from '../call/pieces.ts';
import type { Call } from '../call/plan-call.ts';
import { disposed } from '../call/resident.ts';
import type { Piece, ReadyCall } from '../call/run-call.ts';
import { same } from '../call/same.ts';
import type { creators as allCreators } from '../image/creators.ts';
import type { GradientData } from '../image/gradient-sinks.ts';
import { takeOptions } from '../problem/options.ts';
import { compiled } from '../wasm/create-backend.ts';
import { type SharedModule, sharedModuleOf } from '../wasm/shared-memory.ts';
import { copiedBytesOf, SharedCargo, TransferredCargo } from './cargo.ts';
import { START_MS } from './crew.ts';
import { bytesOf, decide, INLINE_MS, pieceCountOf } from './decision.ts';
import { computeInTurns } from './in-thread.ts';
import { withBandsFor } from './more-bands.ts';
import { plainCall } from './plain-call.ts';
import { RecentPlans } from './planned-calls.ts';
import { type Request, readPoolOptions, splitOptions } from './pool-options.ts';
import { PoolRun, rowsOf } from './pool-run.ts';
import type { Pool, PoolExplanation, PoolOptions, PoolStats } from './pool-types.ts';
import type { CallMessage } from './protocol.ts';
import { canShare, RowRooms } from './rooms.ts';
import { ABORT_MS, IDLE_MS, type Limits, Schedule } from './schedule.ts';
import { startWorker } from './start-worker.ts';

/** What pools are built on. */
export interface PoolBase {
  readonly api: Api & Core & Backends & Stages;
  readonly creators: typeof allCreators;
  /** Of a worker. */
  readonly source: string;
  /** Calls that are estimated to take less are computed at once. */
  readonly inlineMs?: number;
  readonly limits?: Partial<Limits>;
  /** Whether memory can be shared with workers. Default: it is found out. */
  readonly isShared?: boolean;
}

/** `Symbol.asyncDispose`. Polyfills use the other symbol in engines without it. */
const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

type AnyFunction = (...values: readonly unknown[]) => unknown;

/** Of calls, so that workers tell them apart. */
let callCount = 0;

/** The functions of the package, with results that are promises. */
export function createPoolOver(
  { api, creators, source, inlineMs = INLINE_MS, limits, isShared = canShare() }: PoolBase,
  given?: PoolOptions,
): Pool {
  const { threads, backend, workerUrl } = readPoolOptions(given);
  const plans = new RecentPlans(api);
  const messages = new WeakMap<Call, CallMessage[]>();
  const rooms = new RowRooms(isShared);
  const schedule = new Schedule(
    threads,
    (receive, onEnd) => startWorker(source, workerUrl, receive, onEnd),
    { start: START_MS, idle: IDLE_MS, abort: ABORT_MS, ...limits },
    () => rooms.drop(),
  );
  const counts = { calls: 0, inlineCalls: 0, pieces: 0 };
  /** Calls that are not settled, and what they were given: images in memory of WebAssembly are freed once they are garbage. */
  const unsettled = new Map<Promise<unknown>, unknown>();
  let isClosed = false;

  const messageOf = ({ call, combination }: Work): CallMessage => {
    const gradient = (combination?.data ?? null) as GradientData | null;
    // Several combinations may be made of the same sums.
    const known = messages.get(call) ?? [];
    messages.set(call, known);
    const found = known.find((message) => same(message.gradient, gradient));
    if (found) return found;
    const shared = isShared ? sharedModuleFor(call) : undefined;
    const modules = { ...compiled };
    const id = callCount++;
    const message: CallMessage = { type: 'call', id, call: plainCall(call), gradient, modules, shared };
    known.push(message);
    return message;
  };

  const runOf = (job: Work, pieces: readonly Piece[], onProgress: Request['onProgress']) => {
    const { image, results } = job;
    const Cargo = isShared ? SharedCargo : TransferredCargo;
    const cargo = new Cargo(image, results, rooms);
    counts.pieces += pieces.length;
    return new PoolRun(job, messageOf(job), pieces, cargo, onProgress);
  };

  const track = <T>(promise: Promise<T>, kept: unknown): Promise<T> => {
    const forget = () => void unsettled.delete(promise);
    unsettled.set(promise, kept);
    promise.then(forget, forget);
    return promise;
  };

  const runner: PieceRunner = {
    threads,
    run(job, piece, signal) {
      const run = async () => {
        throwIfAborted(signal);
        if (isClosed) throw disposed('pool');
        if (schedule.failure !== undefined) throw new NoWorkers(schedule.failure);
        await schedule.run(runOf(job, [piece], undefined), signal);
      };
      return track(run(), job);
    },
  };

  /** What workers compute of a call: the same for equal calls, so that they keep it set up. */
  const sharedOut = new WeakMap<Call, Call>();
  const shareOut = (call: Call): Call => {
    const found = sharedOut.get(call) ?? withBandsFor(call, threads);
    sharedOut.set(call, found);
    return found;
  };

  const computeInPieces = async (planned: Job, { signal, onProgress }: Request): Promise<unknown> => {
    const job = { ...planned, call: shareOut(planned.call) };
    const copiedBytes = copiedBytesOf([job.image, ...job.results]);
    const count = pieceCountOf(job.call, threads, copiedBytes);
    const pieces = piecesOf(job.call, job.combination !== null, count);
    let unfinished = pieces;
    if (schedule.failure === undefined) {
      const run = runOf(job, pieces, onProgress);
      try {
        await schedule.run(run, signal);
        return job.finish();
      } catch (error) {
        if (!(error instanceof NoWorkers)) throw error;
        unfinished = [...run.unfinished];
      }
    }
    counts.inlineCalls++;
    await computeInTurns(job, api.registry, unfinished, rowsOf(pieces), signal, onProgress);
    return job.finish();
  };

  const compute = async (job: Job, request: Request): Promise<unknown> => {
    const { signal, onProgress } = request;
    // A getter among the arguments may have closed it.
    if (isClosed) throw disposed('pool');
    counts.calls++;
    throwIfAborted(signal);
    if (decide(job.call, threads, schedule.failure, inlineMs).way !== 'at once') {
      return computeInPieces(job, request);
    }
    counts.inlineCalls++;
    const result = api.compute({ ...job, found: undefined } as Job<ReadyCall>);
    const rows = rowsOf(piecesOf(job.call, job.combination !== null, 1));
    onProgress?.(rows, rows);
    return result;
  };

  /** What filters are built on, for one call. */
  const coreFor = (request: Request): Core => ({
    ...api,
    filterOnce: (filter, image, outs, options) =>
      compute(jobOf(filter, image, outs, options, plans.callsOf(filter, options)), request),
    combineOnce: (filter, image, options, combination) =>
      compute(combinedJobOf(image, combination, options, plans.callsOf(filter, options)), request),
  });

  /** A function whose options, at this place among its arguments, may be those of a pool too. */
  const twin =
    (functionOf: (core: Core) => unknown, place: number) =>
    (...values: readonly unknown[]): Promise<unknown> => {
      const kept = [values];
      const call = async () => {
        if (isClosed) throw disposed('pool');
        const { request, rest } = splitOptions(values[place], backend);
        kept.push([rest]);
        return (functionOf(coreFor(request)) as AnyFunction)(...values.slice(0, place), rest);
      };
      return track(call(), kept);
    };
  const filters = Object.entries(creators).map(([name, create]) => [name, twin(create, 1)]);

  const close = async (): Promise<void> => {
    isClosed = true;
    while (unsettled.size > 0) await Promise.allSettled(unsettled.keys());
    await schedule.close();
    rooms.drop();
  };

  const pool = {
    convolve2d: twin(({ filterOnce }) => createFunctions(filterOnce).convolve2d, 2),
    correlate2d: twin(({ filterOnce }) => createFunctions(filterOnce).correlate2d, 2),
    sepConvolve2d: twin(({ filterOnce }) => createFunctions(filterOnce).sepConvolve2d, 3),
    ...Object.fromEntries(filters),
    run(prepared: unknown, image: unknown, given?: unknown): Promise<unknown> {
      const kept = [prepared, image];
      const call = async () => {
        if (isClosed) throw disposed('pool');
        const runBy = borrow(prepared);
        if (runBy === undefined) {
          throw wrongKind('ERR_KERNEL', 'prepared', 'what `prepare` returns', describe(prepared));
        }
        const { request, rest } = splitOptions(given, undefined);
        takeOptions(rest, ['out']);
        const out = rest?.out;
        kept.push(out);
        return runBy(coreFor(request))(image, out);
      };
      return track(call(), kept);
    },
    explain(image: unknown, kernel: unknown, given?: unknown): PoolExplanation {
      const call = api.planned(image, kernel, splitOptions(given, backend).rest);
      const decision = decide(call, threads, schedule.failure, inlineMs);
      const count = pieceCountOf(call, threads, bytesOf(call));
      const pieces = decision.way === 'at once' ? 1 : piecesOf(shareOut(call), false, count).length;
      return {
        ...explanationOf(call),
        threads: Math.min(decision.threads, pieces),
        pieces,
        why: decision.why,
        transport: isShared ? 'shared' : 'transferred',
      };
    },
    stats: (): PoolStats => ({
      ...counts,
      threads,
      transport: isShared ? 'shared' : 'transferred',
      workers: schedule.crew.size,
      busyWorkers: schedule.crew.busy,
      runningCalls: schedule.runCount,
      deaths: schedule.crew.deaths,
      heldBytes: rooms.bytes + schedule.crew.heldBytes,
      failure: schedule.failure,
    }),
    close,
    [asyncDispose]: close,
  };
  return offerPieces(pool, runner) as unknown as Pool;
}

/** What computes a call in memory that this thread shares with a worker. */
function sharedModuleFor({ parts }: Call): SharedModule | undefined {
  const name = parts[0]?.backend;
  if (name === undefined || name === 'js') return undefined;
  return sharedModuleOf(name);
}
