import type { Boundary } from '../base/types.ts';
import { folds } from '../problem/boundary.ts';
import { addedUp, shorteningOf } from '../problem/shorten.ts';

/**
 * How one axis of an image goes to a coarse grid and back. A B-spline of `cells` pieces decimates: each element is part of as many
 * successive cells, and each cell is a weighted mean of elements. The coarse kernel makes the rest of the Gaussian, and the same
 * B-spline interpolates: each result is a weighted mean of `cells` successive cells. Zeros of its frequency response lie where
 * aliases of what a Gaussian lets pass would come from (Unser, Splines: a perfect fit for signal and image processing, 1999).
 *
 * The places of cells are symmetric about both ends of the image, so that what lies beyond the edges is the same rule on the
 * grid as on the image.
 */
export interface Grid {
  readonly elements: number;
  readonly boundary: Boundary;
  /** The pieces of the B-spline. */
  readonly pieces: number;
  /** Elements in a cell. 1: every element is a cell, and `kernel` does all. */
  readonly step: number;
  /** The distance of the first element from the edge of the first cell. */
  readonly offset: number;
  /** Cells of the image. */
  readonly cells: number;
  /** Correlates cells. */
  readonly kernel: Float64Array;
  /** How many taps lie before the one that a cell meets itself with. */
  readonly before: number;
}

/** A grid of steps of at most `step` elements. */
export function coarseGrid(
  elements: number,
  boundary: Boundary,
  pieces: number,
  step: number,
): Omit<Grid, 'kernel' | 'before'> {
  const isReflected = boundary === 'reflect';
  const length = isReflected ? elements - 1 : elements;
  const cells = Math.max(1, Math.ceil(length / step));
  return { elements, boundary, pieces, cells, step: length / cells, offset: isReflected ? 0 : 0.5 };
}

/** One axis of some successive results, as tables. */
export interface AxisPlan {
  /** The results. */
  readonly first: number;
  readonly count: number;
  /**
   * For each row (or column) that is read, in order, the image's; -1 for the fill value. The first ones and the last ones of the
   * cells that they are part of get less than their sum, and are not used.
   */
  readonly sources: Int32Array;
  /** Where the first element of the image is among them, if all elements are. */
  readonly origin: number;
  /** For each of them 1 if the first cell that it is part of is one further on than that of the one before, else 0. */
  readonly advances: Uint8Array;
  /** For each of them `pieces` weights. */
  readonly weights: Float64Array;
  /** Cells that rows are part of. */
  readonly cells: number;
  /** The buffer of cells with their borders: its length, where the first of `cells` goes, and where the coarse kernel begins. */
  readonly places: number;
  readonly firstPlace: number;
  readonly kernelPlace: number;
  /** Places that are no cells of `sources`: pairs of a place and the place that it is a copy of, -1 for the fill value. */
  readonly copies: Int32Array;
  readonly kernel: Float64Array;
  /** Cells that come of the coarse kernel. */
  readonly results: number;
  /** For each result 1 if its first cell is one further on than that of the one before, else 0; and `pieces` weights. */
  readonly resultAdvances: Uint8Array;
  readonly resultWeights: Float64Array;
}

/** @param whole Whether these are all results, so that cells beyond the edges may be copies. */
export function axisPlan(grid: Grid, first: number, count: number, whole: boolean): AxisPlan {
  const { pieces, boundary, elements } = grid;
  const spline = new Float64Array(pieces);
  const firstCell = (element: number) => cellsOf(grid, element, spline);
  const outFirst = firstCell(first);
  const outEnd = firstCell(first + count - 1) + pieces;
  const isPeriodic = boundary !== 'fill' && boundary !== 'edge';
  // Beyond the edges the first and the last cell that no element is part of.
  const low = isPeriodic ? 0 : firstCell(0) - 1;
  const high = isPeriodic ? grid.cells : firstCell(elements - 1) + pieces + 1;
  const { kernel, before } = whole ? folded(grid, outFirst, outEnd - outFirst, [low, high]) : grid;
  const [wantedFirst, wantedEnd] = [outFirst - before, outEnd - before + kernel.length - 1];
  const bounded = whole || boundary !== 'wrap';
  const validFirst = whole ? low : bounded ? Math.max(low, wantedFirst) : wantedFirst;
  const validEnd = whole ? high : bounded ? Math.min(high, wantedEnd) : wantedEnd;

  const [rowsFirst, rowsEnd] = isFine(grid)
    ? [validFirst, validEnd]
    : rowsOfCells(firstCell, grid, validFirst, validEnd);
  const rows = rowsEnd - rowsFirst;
  const sources = new Int32Array(rows);
  const advances = new Uint8Array(rows);
  const weights = new Float64Array(rows * pieces);
  const start = firstCell(rowsFirst);
  const cells = firstCell(rowsEnd - 1) + pieces - start;
  const totals = new Float64Array(cells);
  const fold = folds[boundary];
  for (let row = 0, cell = start; row < rows; row++) {
    const next = firstCell(rowsFirst + row);
    sources[row] = fold(rowsFirst + row, elements);
    advances[row] = next - cell;
    cell = next;
    for (let j = 0; j < pieces; j++) {
      const weight = spline[j] as number;
      weights[row * pieces + j] = weight;
      totals[next - start + j] = (totals[next - start + j] as number) + weight;
    }
  }
  for (let row = 0, cell = 0; row < rows; row++) {
    cell += advances[row] as number;
    for (let j = 0; j < pieces; j++) {
      const at = row * pieces + j;
      weights[at] = (weights[at] as number) / (totals[cell + j] || 1);
    }
  }

  const origin = Math.min(start, wantedFirst);
  const copies: number[] = [];
  for (let cell = wantedFirst; cell < wantedEnd; cell++) {
    if (cell >= validFirst && cell < validEnd) continue;
    const source =
      boundary === 'edge'
        ? Math.min(Math.max(cell, validFirst), validEnd - 1)
        : boundary === 'fill'
          ? null
          : folds[ruleOf(grid)](cell, grid.cells);
    copies.push(cell - origin, source === null ? -1 : source - origin);
  }

  const resultAdvances = new Uint8Array(count);
  const resultWeights = new Float64Array(count * pieces);
  for (let i = 0, cell = outFirst; i < count; i++) {
    const next = firstCell(first + i);
    resultAdvances[i] = next - cell;
    cell = next;
    resultWeights.set(spline, i * pieces);
  }
  return {
    first,
    count,
    sources,
    origin: -rowsFirst,
    advances,
    weights,
    cells,
    places: Math.max(start + cells, wantedEnd) - origin,
    firstPlace: start - origin,
    kernelPlace: wantedFirst - origin,
    copies: Int32Array.from(copies),
    kernel,
    results: outEnd - outFirst,
    resultAdvances,
    resultWeights,
  };
}

/** The first cell that an element is part of, and the values of the B-splines of this and the next cells there. */
function cellsOf(grid: Grid, element: number, spline: Float64Array): number {
  const { step, offset, pieces } = grid;
  if (isFine(grid)) {
    spline.fill(0);
    spline[0] = 1;
    return element;
  }
  const place = (element + offset) / step - 0.5 - pieces / 2;
  const below = Math.floor(place);
  uniformSpline(place - below, pieces, spline);
  return below + 1;
}

/** De Boor's recursion with knots one apart (A Practical Guide to Splines, chapter X). */
function uniformSpline(x: number, pieces: number, values: Float64Array): void {
  values[0] = 1;
  for (let degree = 1; degree < pieces; degree++) {
    let saved = 0;
    for (let r = 0; r < degree; r++) {
      const part = (values[r] as number) / degree;
      values[r] = saved + (r + 1 - x) * part;
      saved = (x + degree - 1 - r) * part;
    }
    values[degree] = saved;
  }
}

/** The rows that are part of some of the cells. */
function rowsOfCells(
  firstCell: (element: number) => number,
  { step, pieces }: Grid,
  first: number,
  end: number,
): [first: number, end: number] {
  let low = Math.floor((first - pieces) * step) - 1;
  while (firstCell(low) + pieces <= first) low++;
  let high = Math.ceil((end + pieces) * step) + 1;
  while (firstCell(high - 1) >= end) high--;
  return [low, high];
}

/** The coarse kernel, with taps that always read the same cell added up. Cells from `low` to `high` are no copies. */
function folded(
  grid: Grid,
  first: number,
  results: number,
  [low, high]: readonly [number, number],
): { readonly kernel: Float64Array; readonly before: number } {
  const { kernel, before } = grid;
  const shortening = shorteningOf(
    kernel.length,
    { boundary: ruleOf(grid), elements: high - low, results, stride: 1, before: before - first + low },
    MIN_FOLDED,
  );
  return { kernel: addedUp(kernel, shortening), before: shortening.before + first - low };
}

/** The boundary rule of cells: those of a coarse grid lie on both sides of the mirror. */
function ruleOf(grid: Grid): Boundary {
  return grid.boundary === 'reflect' && !isFine(grid) ? 'symm' : grid.boundary;
}

function isFine({ step, cells, elements }: Grid): boolean {
  return step === 1 && cells === elements;
}

/**
 * How many taps of a coarse kernel have a sum of their own. Its length grows with sigma, and the error of a single sum of float32
 * would grow with it: to 29 roundoffs at sigma 2000.
 */
export function blockTaps({ length }: Float64Array): number {
  return Math.max(32, Math.ceil(Math.sqrt(length)));
}

/** Coarse kernels of fewer taps are not folded. */
const MIN_FOLDED = 128;

/** Binary places of bytes between the passes. */
export const PLACES = 6;
/** Binary places of weights, so that 32 bits hold sums of bytes, and of bytes with 6 places. */
export const BYTE_PLACES = 22;
export const CELL_PLACES = 17;

/** The weights of `axisPlan` in fixed point: those of a cell in all rows, then those of the next one. */
export interface IntegerWeights {
  readonly weights: Int16Array;
  /** The weights of a cell sum to 2^places. */
  readonly places: number;
}

export function integerWeights(
  { weights, advances, cells }: AxisPlan,
  pieces: number,
  maxPlaces: number,
): IntegerWeights {
  const rows = advances.length;
  const greatest = weights.reduce((a, b) => Math.max(a, b), 0);
  // Differences of rounded running sums may be greater by 1.
  const places = Math.min(maxPlaces, Math.floor(Math.log2((2 ** 15 - 2) / greatest)));
  const scale = 2 ** places;
  const sums = new Float64Array(cells);
  const integers = new Int16Array(rows * pieces);
  for (let row = 0, cell = 0; row < rows; row++) {
    cell += advances[row] as number;
    for (let j = 0; j < pieces; j++) {
      const before = sums[cell + j] as number;
      const after = before + (weights[row * pieces + j] as number);
      sums[cell + j] = after;
      integers[j * rows + row] = Math.round(after * scale) - Math.round(before * scale);
    }
  }
  return { weights: integers, places };
}

/** The weights of results in units of 2^-15, four for each result, the last one 0. Their sum is 1, or next to it. */
export function integerResultWeights({ resultWeights, count }: AxisPlan): Int16Array {
  const integers = new Int16Array(4 * count);
  for (let i = 0; i < count; i++) {
    const first = Math.round((resultWeights[3 * i] as number) * 2 ** 15);
    const last = Math.round((resultWeights[3 * i + 2] as number) * 2 ** 15);
    integers.set([Math.min(first, 2 ** 15 - 1), 2 ** 15 - first - last, last], 4 * i);
  }
  return integers;
}

/** For each result its first cell, among those that come of the coarse kernel. */
export function firstCells({ resultAdvances }: AxisPlan): Int32Array {
  let cell = 0;
  return Int32Array.from(resultAdvances, (advance) => {
    cell += advance;
    return cell;
  });
}
