import { describe, wrongKind } from '../base/errors.ts';
import type { Explanation } from '../base/types.ts';
import { type Api, type Backends, createFunctions, type Stages } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import { combinedJobOf, type Job, jobOf } from '../call/filter.ts';
import { borrow } from '../call/lend.ts';
import { NoWorkers, offerPieces, type PieceRunner } from '../call/piece-runner.ts';
import { piecesOf } from '../call/pieces.ts';
import type { Call } from '../call/plan-call.ts';
import { disposed } from '../call/resident.ts';
import type { Piece, ReadyCall } from '../call/run-call.ts';
import { same } from '../call/same.ts';
import type { creators as allCreators } from '../image/creators.ts';
import type { GradientData } from '../image/gradient-sinks.ts';
import { compiled } from '../wasm/create-backend.ts';
import { SharedCargo, TransferredCargo } from './cargo.ts';
import { decide, decideBy, INLINE_MS, pieceCountOf } from './decision.ts';
import { computeInTurns } from './in-thread.ts';
import { plainCall } from './plain-call.ts';
import { RecentPlans } from './planned-calls.ts';
import { type Request, readPoolOptions, splitOptions } from './pool-options.ts';
import { PoolRun } from './pool-run.ts';
import type { Pool, PoolExplanation, PoolOptions, PoolStats } from './pool-types.ts';
import type { CallMessage } from './protocol.ts';
import { canShare, SharedRooms } from './rooms.ts';
import { Schedule } from './schedule.ts';
import { startWorker } from './start-worker.ts';

/** What pools are built on. */
export interface PoolBase {
  readonly api: Api & Core & Backends & Stages;
  readonly creators: typeof allCreators;
  /** Of a worker. */
  readonly source: string;
  /** Calls that are estimated to take less are computed at once. */
  readonly inlineMs?: number;
}

/** `Symbol.asyncDispose`. Polyfills use the other symbol in engines without it. */
const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

type Uncomputed = Parameters<PieceRunner['run']>[0];
type AnyFunction = (...values: readonly unknown[]) => unknown;

/** Of calls, so that workers tell them apart. */
let callCount = 0;

/** The functions of the package, with results that are promises. */
export function createPoolOver(
  { api, creators, source, inlineMs = INLINE_MS }: PoolBase,
  given?: PoolOptions,
): Pool {
  const { threads, backend, workerUrl } = readPoolOptions(given);
  const plans = new RecentPlans(api);
  const messages = new WeakMap<Call, CallMessage[]>();
  const rooms = new SharedRooms();
  const isShared = canShare();
  const schedule = new Schedule(
    threads,
    (receive, onEnd) => startWorker(source, workerUrl, receive, onEnd),
    () => rooms.drop(),
  );
  const counts = { calls: 0, inlineCalls: 0, pieces: 0 };
  let isClosed = false;

  const messageOf = ({ call, combination }: Uncomputed): CallMessage => {
    const gradient = (combination?.data ?? null) as GradientData | null;
    // Several combinations may be made of the same sums.
    const known = messages.get(call) ?? [];
    messages.set(call, known);
    const found = known.find((message) => same(message.gradient, gradient));
    if (found) return found;
    const modules = { ...compiled };
    const message: CallMessage = { type: 'call', id: callCount++, call: plainCall(call), gradient, modules };
    known.push(message);
    return message;
  };

  const computeOnWorkers = async (
    job: Uncomputed,
    pieces: readonly Piece[],
    { signal, onProgress }: Request,
  ): Promise<void> => {
    const { image, results } = job;
    const cargo = isShared ? new SharedCargo(image, results, rooms) : new TransferredCargo(image, results);
    counts.pieces += pieces.length;
    await schedule.run(new PoolRun(job, messageOf(job), pieces, cargo, onProgress), signal);
  };

  const runner: PieceRunner = {
    threads,
    async run(job, piece, signal) {
      signal?.throwIfAborted();
      if (isClosed) throw disposed('pool');
      if (schedule.failure !== undefined) throw new NoWorkers(schedule.failure);
      await computeOnWorkers(job, [piece], { signal, onProgress: undefined });
    },
  };

  const compute = async (job: Job, request: Request): Promise<unknown> => {
    const { signal, onProgress } = request;
    counts.calls++;
    signal?.throwIfAborted();
    let { way } = decide(job.call, threads, schedule.failure, inlineMs);
    if (way === 'workers') {
      try {
        const pieces = piecesOf(job.call, job.combination !== null, pieceCountOf(job.call, threads));
        await computeOnWorkers(job, pieces, request);
        return job.finish();
      } catch (error) {
        if (!(error instanceof NoWorkers)) throw error;
        way = 'in turns';
      }
    }
    counts.inlineCalls++;
    if (way === 'in turns') {
      const pieces = piecesOf(job.call, job.combination !== null, pieceCountOf(job.call, threads));
      await computeInTurns(job, api.registry, pieces, signal, onProgress);
      return job.finish();
    }
    const result = api.compute({ ...job, found: undefined } as Job<ReadyCall>);
    onProgress?.(1, 1);
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
    async (...values: readonly unknown[]): Promise<unknown> => {
      if (isClosed) throw disposed('pool');
      const { request, rest } = splitOptions(values[place], backend);
      return (functionOf(coreFor(request)) as AnyFunction)(...values.slice(0, place), rest);
    };
  const filters = Object.entries(creators).map(([name, create]) => [name, twin(create, 1)]);

  const close = async (): Promise<void> => {
    isClosed = true;
    await schedule.close();
    rooms.drop();
  };

  const pool = {
    convolve2d: twin(({ filterOnce }) => createFunctions(filterOnce).convolve2d, 2),
    correlate2d: twin(({ filterOnce }) => createFunctions(filterOnce).correlate2d, 2),
    sepConvolve2d: twin(({ filterOnce }) => createFunctions(filterOnce).sepConvolve2d, 3),
    ...Object.fromEntries(filters),
    async run(prepared: unknown, image: unknown, given?: unknown): Promise<unknown> {
      if (isClosed) throw disposed('pool');
      const runBy = borrow(prepared);
      if (runBy === undefined) {
        throw wrongKind('ERR_KERNEL', 'prepared', 'what `prepare` returns', describe(prepared));
      }
      const { request, rest } = splitOptions(given, undefined);
      const { out, ...others } = rest ?? {};
      for (const name of Object.keys(others)) {
        throw wrongKind('ERR_OPTION', 'options', 'only out, signal, onProgress', describe(name));
      }
      return runBy(coreFor(request))(image, out);
    },
    explain(...values: Parameters<Api['explain']>): PoolExplanation {
      const explanation: Explanation = api.explain(...values);
      const { threads: used, why } = decideBy(
        explanation.estimatedMilliseconds,
        threads,
        schedule.failure,
        inlineMs,
      );
      return { ...explanation, threads: used, why, transport: isShared ? 'shared' : 'transferred' };
    },
    stats: (): PoolStats => ({
      ...counts,
      threads,
      transport: isShared ? 'shared' : 'transferred',
      workers: schedule.crew.size,
      busyWorkers: schedule.crew.busy,
      runningCalls: schedule.runCount,
      deaths: schedule.crew.deaths,
      sharedBytes: rooms.bytes,
      failure: schedule.failure,
    }),
    close,
    [asyncDispose]: close,
  };
  return offerPieces(pool, runner) as unknown as Pool;
}
