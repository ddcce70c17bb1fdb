import { elementTypes } from '../base/dtype.ts';
import { describeMilliseconds } from '../base/milliseconds.ts';
import type { Call, Part } from '../call/plan-call.ts';

/** How a call is computed: by so many workers; or in the thread that calls, at once or a piece in each turn of its event loop. */
export interface Decision {
  readonly way: 'workers' | 'at once' | 'in turns';
  /** Of workers; 0: none. */
  readonly threads: number;
  readonly why: string;
}

/**
 * Calls that are estimated to take less are computed at once, in the thread that calls: to hand pieces to workers and back takes some
 * 0.3 ms (`npm run bench:pool`), and half of a call of 1.5 ms is little more.
 */
export const INLINE_MS = 1.5;
/**
 * A piece takes about so long: shorter ones balance better between workers, but each costs a message and reads its borders again.
 * Chosen: a message takes a small part of it (`npm run bench:threads` measures messages, `npm run bench:pool` whole calls).
 */
const PIECE_MS = 4;
/**
 * Bytes of image and results that are copied for a piece. This thread copies so much in half a millisecond, so that it stays responsive;
 * and the message of a piece takes a tenth of that. Chosen by these two rates, which `npm run bench:threads` measures.
 */
export const PIECE_BYTES = 4 * 2 ** 20;
/**
 * With fewer, workers would wait for the last one for a good part of the time. Chosen: the last piece of a worker is a quarter of its
 * work, so that the others wait no longer than that, and often much less.
 */
const MIN_PIECES_PER_THREAD = 4;

export function decide(call: Call, threads: number, failure: string | undefined, inlineMs: number): Decision {
  if (call.isSwapped) {
    const why =
      'the kernel is larger than the image, so that they are swapped, and the call is not cut in pieces';
    return { way: 'at once', threads: 0, why };
  }
  const milliseconds = millisecondsOf(call);
  if (milliseconds < inlineMs) {
    const why = `about ${describeMilliseconds(milliseconds)} in one thread: workers would save less than they cost`;
    return { way: 'at once', threads: 0, why };
  }
  if (failure !== undefined) {
    return { way: 'in turns', threads: 0, why: `workers do not start here: ${failure}` };
  }
  return { way: 'workers', threads, why: `about ${describeMilliseconds(milliseconds)} in one thread` };
}

/**
 * Into how many pieces to cut each part of a call.
 *
 * @param copiedBytes Of image and results, those that this thread copies to or from workers.
 */
export function pieceCountOf(call: Call, threads: number, copiedBytes: number): number {
  const milliseconds = millisecondsOf(call);
  const wanted = Math.ceil(Math.max(milliseconds / PIECE_MS, copiedBytes / PIECE_BYTES));
  return Math.max(threads * MIN_PIECES_PER_THREAD, wanted);
}

/** Of its image and its results. */
export function bytesOf({ subject, shapes }: Call): number {
  const results = shapes.map((shape) => ({ ...shape, dtype: subject.result }));
  return [subject, ...results].reduce(
    (sum, { rows, columns, channels, dtype }) => sum + rows * columns * channels * elementTypes[dtype].bytes,
    0,
  );
}

/** The estimate for one thread, as in `explain`. */
function millisecondsOf({ parts, validity }: Call): number {
  const cost = ({ choice: { plan, candidates } }: Part) =>
    candidates.find(({ method }) => method === plan.method)?.cost ?? 0;
  return [...parts, ...(validity?.parts ?? [])].reduce((sum, part) => sum + cost(part), 0);
}
