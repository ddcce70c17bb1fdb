import { Holding } from '../base/disposable.ts';
import { dtypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { readSignal, reasonOf } from '../base/signal.ts';
import type { Backends, Keeper } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import { pieceRunnerOf } from '../call/piece-runner.ts';
import { readPixelSize } from '../io/container.ts';
import { object, oneOf } from '../problem/options.ts';
import { feedOf } from './feed.ts';
import { PoolRunner } from './pool-runner.ts';
import { type Creators, readFilter, rowNames } from './row-filter.ts';
import { type RowJob, RowStrips } from './row-strips.ts';
import type { ConvolveRows, RowStream, RowStrip } from './row-types.ts';
import { LocalRunner, type Runner } from './runner.ts';
import { PIECE_BYTES } from './schedule.ts';
import type { Stopper } from './stopper.ts';

type Api = Core & Backends & Keeper;

/** @param pieceBytes About how many bytes are read and written at a time. */
export function createConvolveRows(
  api: Api,
  creators: Creators,
  pieceBytes = PIECE_BYTES,
): ConvolveRows['convolveRows'] {
  const convolveRows = (rows: unknown, kernel: unknown, given: unknown): RowStream => {
    const all = object(given, 'width');
    refuseMisspelt(all);
    const {
      width,
      height: rowCount,
      channels: perPixel,
      imageDtype,
      pool,
      reuse,
      signal,
      ...options
    } = { ...all } as { [name: string]: unknown };
    const feed = feedOf(rows);
    const {
      width: columns,
      height,
      channels,
    } = readPixelSize({
      width,
      height: rowCount ?? feed.height ?? 1,
      channels: perPixel,
    });
    if (feed.height !== undefined && feed.height !== height) {
      throw wrongValue('ERR_CONFLICT', 'height', `${feed.height}, as the rows have it`, `${height}`);
    }
    const job: RowJob = {
      api,
      feed,
      filterFor: readFilter(api, creators, kernel, options),
      columns,
      channels,
      height: rowCount === undefined ? feed.height : height,
      dtype: oneOf('imageDtype', imageDtype, dtypes, undefined),
      pieceBytes,
      reuses: flagOf('reuse', reuse),
    };
    return streamOf(new RowStrips(job, runnerFor(api, pool)), job, readSignal(signal));
  };
  return convolveRows as ConvolveRows['convolveRows'];
}

/** Refuses options that are those of rows but for their letters' order or case, or an s: without these the size would be wrong. */
function refuseMisspelt(options: object): void {
  if ('shape' in options) {
    throw wrongKind('ERR_OPTION', 'options', '"width" and "height" instead of "shape"', 'one');
  }
  for (const name of Object.keys(options)) {
    const meant = rowNames.find((each) => each !== name && lettersOf(each) === lettersOf(name));
    if (meant === undefined) continue;
    const expected = `only ${rowNames.join(', ')}, and those of the kernel or filter`;
    throw wrongKind('ERR_OPTION', 'options', expected, `${describe(name)}, which is "${meant}"`);
  }
}

function lettersOf(name: string): string {
  return [...name.toLowerCase().replace(/s$/, '')].sort().join('');
}

function runnerFor(api: Api, pool: unknown): Runner {
  const local = new LocalRunner(api);
  if (pool === undefined) return local;
  const pieces = pieceRunnerOf(pool);
  if (pieces === undefined)
    throw wrongKind('ERR_OPTION', 'pool', 'what `createPool` returns', describe(pool));
  return new PoolRunner(pieces, local);
}

function flagOf(name: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw wrongKind('ERR_OPTION', name, 'true or false', describe(value));
}

/** What ends a stream that nobody reads to its end. */
const ended = /* @__PURE__ */ Symbol('ended');

function streamOf(strips: RowStrips, { feed }: RowJob, signal: AbortSignal | undefined): RowStream {
  const { stopper } = strips;
  const generator = strips.strips();
  let isStarted = false;
  const finish = stopOn(signal, stopper);
  const done = { done: true, value: undefined } as const;

  const stream: RowStream = {
    async next() {
      isStarted = true;
      try {
        const result = await generator.next();
        if (result.done) finish();
        return result as IteratorResult<RowStrip, undefined>;
      } catch (error) {
        finish();
        if (error === ended) return done;
        throw error;
      }
    },
    async return() {
      finish();
      stopper.stop(ended);
      await generator.return();
      if (!isStarted) feed.close(undefined).catch(() => undefined);
      isStarted = true;
      return done;
    },
    readable() {
      return new ReadableStream<RowStrip>(
        {
          async pull(controller) {
            const { done, value } = await stream.next();
            if (done) controller.close();
            else controller.enqueue(value);
          },
          cancel: async () => void (await stream.return()),
        },
        { highWaterMark: 0 },
      );
    },
    [Symbol.asyncIterator]: () => stream,
  };
  new Holding(stream, releaseOf(strips, finish));
  return stream;
}

/** In a scope of its own: see `Holding`. */
function releaseOf(strips: RowStrips, finish: () => void): () => void {
  return () => {
    finish();
    strips.dispose();
  };
}

/**
 * Stops a stream when its signal is aborted, until the function that this returns is called. In a scope of its own: a signal that
 * lives long keeps the listener and all that its scope holds, and so may see nothing of a stream that nobody reads any longer.
 */
function stopOn(signal: AbortSignal | undefined, stopper: Stopper): () => void {
  if (signal === undefined) return () => undefined;
  const abort = () => stopper.stop(reasonOf(signal));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  return () => signal.removeEventListener('abort', abort);
}
