import { greatestCommonDivisor } from '../problem/fractions.ts';
import { LargeTaps } from '../problem/large-taps.ts';
import { areSafeIntegers, multipliedOut, sumOfMagnitudes, type Taps } from '../problem/taps.ts';
import {
  exactly,
  type Factors,
  factorise,
  type Magnitudes,
  scaled,
  subtract,
  type Term,
  termThrough,
  upperBound,
} from './factor.ts';

/** The factors that `factorise` finds. Large kernels that have no factors are refused after a few reads. */
export function factorsOfDense(taps: Taps, maxTerms: number, tolerance: number): Factors | undefined {
  const { rows, columns } = taps;
  const all = () => factorise(multipliedOut(taps), rows, columns, maxTerms, tolerance);
  if (!(taps instanceof LargeTaps) || rows === 1 || columns === 1) return all();
  const { greatest, magnitude } = taps.statistics;
  if (maxTerms < 1 || !(greatest < Infinity) || Number.isNaN(magnitude)) return undefined;
  if (areSafeIntegers(taps)) {
    const product = integerProduct(taps);
    if (product) return exactly(product);
  }
  // Then all residuals are 0 or not finite.
  if (magnitude === 0 || magnitude === Infinity) return undefined;
  const single = knownProduct(taps, tolerance);
  if (single || maxTerms === 1 || exceeds(taps, maxTerms, tolerance)) return single;
  return all();
}

/** See `integerOuterProduct`. */
function integerProduct(taps: LargeTaps): Term | undefined {
  const { rows, columns } = taps;
  const { ofRows, equal } = taps.statistics;
  const first = ofRows.findIndex((greatest) => greatest > 0);
  if (first < 0) return { column: new Float64Array(rows), row: new Float64Array(columns) };
  const multiple = taps.row(first);
  const place = multiple.findIndex((value) => value !== 0);
  const divisor = multiple.reduce(greatestCommonDivisor);
  const row = multiple.map((value) => value / divisor);
  const column = new Float64Array(rows);
  for (let u = 0; u < rows; u++) {
    column[u] = taps.at(u, place) / (row[place] as number);
    if (!Number.isInteger(column[u])) return undefined;
  }
  const isEqual =
    equal !== undefined ||
    taps.everyRow((data, start, _, u) => {
      const factor = column[u] as number;
      for (let v = 0; v < columns; v++) {
        if (factor * (row[v] as number) !== data[start + v]) return false;
      }
      return true;
    });
  return isEqual ? { column, row } : undefined;
}

/** The results of `singleProduct`: planning asks for them more than once. */
const found = new WeakMap<LargeTaps, { readonly tolerance: number; readonly factors: Factors | undefined }>();

function knownProduct(taps: LargeTaps, tolerance: number): Factors | undefined {
  const known = found.get(taps);
  const serves = known && (known.factors ? known.factors.error <= tolerance : known.tolerance >= tolerance);
  if (serves) return known.factors;
  if (known?.factors && known.tolerance >= tolerance) return undefined;
  const factors = singleProduct(taps, tolerance);
  found.set(taps, { tolerance, factors });
  return factors;
}

/** The first step of the elimination, without a residual in memory. It ends where the residual is too great already. */
function singleProduct(taps: LargeTaps, tolerance: number): Factors | undefined {
  const { rows, columns } = taps;
  const { ofRows, greatest, magnitude, equal } = taps.statistics;
  const pivotRow = taps.row(ofRows.indexOf(greatest));
  const place = pivotRow.findIndex((value) => Math.abs(value) === greatest);
  const pivot = pivotRow[place] as number;
  const column = new Float64Array(rows).map((_, u) => taps.at(u, place) / pivot);
  const term = scaled({ column, row: pivotRow });
  let left = 0;
  const missedOf = (data: Float64Array, start: number, u: number) =>
    residual(data, start, term.column[u] as number, term.row);
  if (equal !== undefined) left = rows * missedOf(pivotRow, 0, 0);
  const isSmall =
    equal !== undefined ||
    taps.everyRow((data, start, _, u) => {
      left += missedOf(data, start, u);
      return left <= tolerance * magnitude;
    });
  if (!isSmall) return undefined;
  const rounded = sumOfMagnitudes(term.column) * sumOfMagnitudes(term.row) + left;
  const error = upperBound(left, rounded, rows * columns, magnitude);
  return error <= tolerance ? { rank: 1, columns: term.column, rows: term.row, error } : undefined;
}

/** The sum of what a product misses of a row; NaN if it is 0 where the row is not, or the other way round. */
function residual(data: Float64Array, start: number, factor: number, row: Float64Array): number {
  const { length } = row;
  let even = 0;
  let odd = 0;
  let differs = false;
  for (let v = 0; v < length; v += 2) {
    const tap = data[start + v] as number;
    const product = factor * (row[v] as number);
    const missed = Math.abs(tap - product);
    even += missed;
    // Where one is 0 and the other is not, all is missed.
    if (missed >= Math.abs(tap)) differs ||= (product === 0) !== (tap === 0);
    if (v + 1 === length) break;
    const next = data[start + v + 1] as number;
    const other = factor * (row[v + 1] as number);
    const left = Math.abs(next - other);
    odd += left;
    if (left >= Math.abs(next)) differs ||= (other === 0) !== (next === 0);
  }
  return differs ? NaN : even + odd;
}

/** Rows and columns of a sample of a kernel. */
const SAMPLES = 128;
/** Elimination with complete pivoting leaves a few times what the best products would. */
const PIVOTING = 64;

/** Whether so many products leave more of a sample alone than all of the kernel may be off. */
function exceeds(taps: LargeTaps, maxTerms: number, tolerance: number): boolean {
  const places = (length: number) => {
    const count = Math.min(length, SAMPLES);
    return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count));
  };
  const [down, across] = [places(taps.rows), places(taps.columns)];
  const sample = new Float64Array(down.length * across.length);
  let at = 0;
  for (const u of down) {
    const row = taps.row(u);
    for (const v of across) sample[at++] = row[v] as number;
  }
  const none = { column: new Float64Array(down.length), row: new Float64Array(across.length) };
  let left: Magnitudes = subtract(sample, none);
  for (let terms = 0; terms < maxTerms && left.sum > 0; terms++) {
    left = subtract(sample, termThrough(left.pivot, sample, down.length, across.length));
  }
  return left.sum > PIVOTING * tolerance * taps.statistics.magnitude;
}
