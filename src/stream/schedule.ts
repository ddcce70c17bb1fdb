import { elementTypes } from '../base/dtype.ts';
import type { Combination } from '../call/filter.ts';
import { type Rows, rowsReadBy } from '../call/pieces.ts';
import type { Call, Part } from '../call/plan-call.ts';
import type { Piece } from '../call/run-call.ts';
import type { GradientData } from '../image/gradient-sinks.ts';
import { openGradient } from '../image/gradient-sinks.ts';
import { atBand, type MultiratePlan } from '../plan/multirate.ts';
import type { Plan } from '../plan/plan.ts';
import { extent } from '../problem/geometry.ts';
import { continuedBy } from './continued.ts';

/** Some rows of results, and what computes them. */
export interface Task {
  readonly call: Call;
  readonly combination: Combination | null;
  readonly piece: Piece;
  /** The rows of the image that are read. */
  readonly rows: Rows;
}

/** By default about so many bytes of rows are read and written for a piece: a few pieces stay in a third-level cache. */
export const PIECE_BYTES = 2 ** 19;
/**
 * A piece is so many times as high as the kernel, since the rows that it shares with the next one are staged again: with two, a third of
 * those that it reads. Chosen: with more, the window would need more memory.
 */
const KERNELS_IN_PIECE = 2;

/** The pieces of a call, in order. */
export class Schedule {
  /** The rows of results. */
  readonly outputRows: number;
  /** The rows of the image, continued above and below. */
  readonly imageRows: number;
  /** How far beyond the lower edge results read. So many of the last rows may be read again. */
  readonly below: number;
  /** Continued, unless it has bands. */
  readonly #call: Call;
  readonly #hasBands: boolean;
  readonly #combination: Combination | null;
  readonly #pieceRows: number;
  readonly #continued: number;

  /**
   * @param isContinued Whether the image comes continued above and below: see `continuedBy`.
   * @param pieceBytes About how many bytes a piece reads and writes.
   */
  constructor(call: Call, combination: Combination | null, isContinued: boolean, pieceBytes: number) {
    const [part] = call.parts as [Part];
    const { problem, choice } = part;
    this.outputRows = problem.output.rows;
    const reach = reachOf(part);
    this.below = Math.max(0, reach.below);
    this.#continued = isContinued ? Math.max(0, reach.above, reach.below) : 0;
    this.imageRows = problem.image.rows + 2 * this.#continued;
    this.#hasBands = choice.plan.method === 'multirate';
    // One for all pieces, so that it is set up once.
    this.#call = this.#hasBands ? call : continuedBy(this.#continued, call);
    this.#combination = combination && shifted(combination, this.#continued);
    this.#pieceRows = rowsOfPiece(choice.plan, part, combination, pieceBytes);
  }

  /** How many rows the image is continued by above, and as many below. */
  get continued(): number {
    return this.#continued;
  }

  /** How many rows a piece reads: the first one, or the next, which reads none beyond the upper edge. */
  get rowsOfPieces(): number {
    const [first, next] = [this.from(0), this.from(this.#pieceRows)];
    return Math.max(...[first, next].map((task) => (task ? task.rows.end - task.rows.first : 0)));
  }

  /** The piece that begins with a row: the first one, or one after another piece. Null after the last. */
  from(firstRow: number): Task | null {
    if (firstRow >= this.outputRows) return null;
    const call = this.#hasBands ? continuedBy(this.#continued, bandOf(this.#call, firstRow)) : this.#call;
    const end = Math.min(this.outputRows, firstRow + this.#pieceRows);
    const piece = { part: 0, firstRow, rowCount: end - firstRow };
    const rows = rowsReadBy(call, piece, this.#combination !== null);
    return { call, combination: this.#combination, piece, rows };
  }
}

/** Whether results read rows beyond the edges. */
export function readsBeyond(part: Part): boolean {
  const { above, below } = reachOf(part);
  return above > 0 || below > 0;
}

function rowsOfPiece(
  plan: Plan,
  { problem }: Part,
  combination: Combination | null,
  pieceBytes: number,
): number {
  if (plan.method === 'multirate') return plan.bandRows;
  const { image, stride, kernel, dilation, output } = problem;
  const resultBytes = elementTypes[combination?.types[0] ?? problem.result].bytes;
  const bytes =
    stride[0] * image.columns * image.channels * elementTypes[image.dtype].bytes +
    output.columns * image.channels * resultBytes;
  const kernelRows = Math.ceil(extent(kernel.rows, dilation[0]) / stride[0]);
  const wanted = Math.max(Math.floor(pieceBytes / bytes), KERNELS_IN_PIECE * kernelRows);
  return Math.max(1, Math.round(wanted / plan.strip.outputRows)) * plan.strip.outputRows;
}

/** How far beyond the edges results read. */
function reachOf({ problem, choice: { plan } }: Part): { above: number; below: number } {
  const { output, stride, dilation, kernel, top, image } = problem;
  if (plan.method === 'multirate') {
    // Cells that lie in the image partly, and those under the coarse kernel.
    const { kernel: coarse, step, pieces } = plan.vertical;
    const reach = Math.ceil((coarse.length + 2 * pieces) * step);
    return { above: reach, below: reach };
  }
  const end = (output.rows - 1) * stride[0] + extent(kernel.rows, dilation[0]) - top;
  return { above: top, below: end - image.rows };
}

/** A call with the band that begins with a row. */
function bandOf(call: Call, firstRow: number): Call {
  const [part] = call.parts as [Part];
  const plan = atBand(part.choice.plan as MultiratePlan, firstRow);
  const band = { ...part, choice: { ...part.choice, plan } };
  return { ...call, parts: [band] };
}

/** The results lie as many rows further down in an image that is continued. */
function shifted(combination: Combination, rows: number): Combination {
  const { keptAlpha, ...rest } = combination.data as GradientData;
  if (rows === 0 || keptAlpha === null) return combination;
  const [down, across] = keptAlpha.centre;
  const data: GradientData = { ...rest, keptAlpha: { ...keptAlpha, centre: [down + rows, across] } };
  return { ...combination, data, open: (...call) => openGradient(data, ...call) };
}
