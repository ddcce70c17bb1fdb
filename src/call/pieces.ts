import { fallbackOf, type Plan } from '../plan/plan.ts';
import { runsFrom, stripsOf } from '../plan/strips.ts';
import { placeOf } from './alpha.ts';
import type { Call, Part } from './plan-call.ts';
import type { Piece } from './run-call.ts';

/** Successive rows of an image. */
export interface Rows {
  readonly first: number;
  readonly end: number;
}

/**
 * Cuts a call into pieces that can be computed by themselves, in any order, with the results of the whole call to the bit. The inputs
 * of the call are not swapped.
 *
 * @param isCombined Whether the results of all parts are made into one: see `ReadyCall.runInto`.
 * @param count How many pieces of each part to make: fewer where a part has fewer strips.
 */
export function piecesOf(call: Call, isCombined: boolean, count: number): Piece[] {
  const parts = isCombined ? call.parts.slice(0, 1) : call.parts;
  return parts.flatMap((planned, part) => {
    const starts = startsOf(planned);
    const perPiece = Math.ceil(starts.length / Math.max(1, count));
    const pieces: Piece[] = [];
    for (let i = 0; i < starts.length; i += perPiece) {
      const firstRow = starts[i] as number;
      pieces.push({
        part,
        firstRow,
        rowCount: (starts[i + perPiece] ?? planned.problem.output.rows) - firstRow,
      });
    }
    return pieces;
  });
}

/** The first rows of what a part cannot be cut within: its strips, or the bands of a Gaussian at several rates. */
function startsOf({ choice: { plan } }: Part): number[] {
  return plan.method === 'multirate'
    ? plan.bands.map(({ first }) => first)
    : stripsOf(plan).map(({ outputRow }) => outputRow);
}

/** The rows of the image that a piece reads: all between the first and the last of them. */
export function rowsReadBy(call: Call, piece: Piece, isCombined: boolean): Rows {
  const own = call.parts[piece.part] as Part;
  const parts = isCombined ? [...call.parts] : [own];
  const weighing = call.validity?.parts[piece.part];
  if (weighing) parts.push(weighing);
  let first = Infinity;
  let end = -Infinity;
  const reads = (row: number, count: number) => {
    if (row < 0) return;
    first = Math.min(first, row);
    end = Math.max(end, row + count);
  };
  for (const { choice } of parts) {
    for (const plan of plansOf(choice.plan)) {
      for (const strip of stripsOf(plan, piece.firstRow, piece.rowCount)) {
        for (const { imageRow, rowCount } of runsFrom(plan, strip, 0)) reads(imageRow, rowCount);
      }
    }
  }
  // What keeps alpha, or compares with the image, reads the pixels that results lie on.
  for (let row = piece.firstRow; row < piece.firstRow + piece.rowCount; row++) {
    reads(placeOf(own.problem, 0, row, call.subject.rows), 1);
  }
  return first < end ? { first, end } : { first: 0, end: 0 };
}

/** A plan and those that stand in for it: they may read rows that it does not. */
function plansOf(plan: Plan): Plan[] {
  const fallback = fallbackOf(plan);
  return fallback ? [plan, ...plansOf(fallback)] : [plan];
}
