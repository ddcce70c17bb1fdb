import { copyOf, type View } from '../io/view.ts';

/** Kernels with fewer taps are copied at once, and summed up in the order of their taps. */
export const MIN_LARGE_TAPS = 2 ** 16;

/** What becomes of each tap: tap / `by`, or, with `rounds`, the integer nearest to tap * `by`. */
export interface Change {
  readonly by: number;
  readonly rounds: boolean;
}

/** Statistics of all taps that planning needs. */
export interface Statistics {
  readonly sum: number;
  /** The sum of the magnitudes: NaN if a tap is. */
  readonly magnitude: number;
  /** The greatest magnitude, of all taps and of each row: NaN and Infinity aside. */
  readonly greatest: number;
  readonly ofRows: Float64Array;
  /** The tap that all taps equal, if they do. */
  readonly equal: number | undefined;
}

type Visit = (data: Float64Array, start: number, end: number, row: number) => boolean;

/**
 * The taps of a large kernel. Planning reads each of them once, where the caller keeps them, and copies none: a copy takes longer
 * than all else. `values` copies them, which a call does before it is run.
 */
export class LargeTaps {
  readonly kind = 'dense';
  readonly rows: number;
  readonly columns: number;
  readonly #base: View | LargeTaps;
  /** Null: the taps of the base; `turn`: rotated by 180 degrees. */
  readonly #change: Change | 'turn' | null;
  #values: Float64Array | undefined;
  #statistics: Statistics | undefined;
  #areWhole: boolean | undefined;

  constructor(base: View | LargeTaps, change: Change | 'turn' | null = null) {
    this.rows = base.rows;
    this.columns = base.columns;
    this.#base = base;
    this.#change = change;
  }

  /** Row-major. */
  get values(): Float64Array {
    this.#values ??= this.#made();
    return this.#values;
  }

  get statistics(): Statistics {
    this.#statistics ??= this.#derived() ?? measured(this);
    return this.#statistics;
  }

  turned(): LargeTaps {
    return new LargeTaps(this, 'turn');
  }

  changed(change: Change): LargeTaps {
    return new LargeTaps(this, change);
  }

  /** Whether `visit` returns true for every row. It may be called again only after it has returned. */
  everyRow(visit: Visit): boolean {
    const { rows, columns } = this;
    const scratch = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      const start = this.#read(row, scratch);
      const data = start < 0 ? scratch : this.#kept();
      if (!visit(data, Math.max(start, 0), Math.max(start, 0) + columns, row)) return false;
    }
    return true;
  }

  /** A copy of a row. */
  row(row: number): Float64Array {
    const copy = new Float64Array(this.columns);
    const start = this.#read(row, copy);
    return start < 0 ? copy : this.#kept().slice(start, start + this.columns);
  }

  at(row: number, column: number): number {
    if (this.#values) return this.#values[row * this.columns + column] as number;
    const base = this.#base;
    if (!(base instanceof LargeTaps)) {
      const { data, offset, rowStride, columnStride } = base;
      return data[offset + row * rowStride + column * columnStride] as number;
    }
    const change = this.#change;
    if (change === 'turn') return base.at(this.rows - 1 - row, this.columns - 1 - column);
    const tap = base.at(row, column);
    return change === null ? tap : changed(tap, change);
  }

  /** Where rows lie that need no copy. */
  #kept(): Float64Array {
    if (this.#values) return this.#values;
    const base = this.#base;
    return base instanceof LargeTaps ? base.#kept() : (base.data as Float64Array);
  }

  /** Where a row begins in `#kept`, or -1 if it was written to `scratch`. */
  #read(row: number, scratch: Float64Array): number {
    const { columns } = this;
    if (this.#values) return row * columns;
    const base = this.#base;
    if (!(base instanceof LargeTaps)) {
      if (base.dtype === 'float64' && base.hasPackedRows) return base.offset + row * base.rowStride;
      base.read(row, 1, scratch, 0, columns);
      return -1;
    }
    const change = this.#change;
    const start = base.#read(change === 'turn' ? this.rows - 1 - row : row, scratch);
    if (change === null) return start;
    const [from, at] = start < 0 ? [scratch, 0] : [base.#kept(), start];
    if (change === 'turn') {
      if (start >= 0) scratch.set(from.subarray(at, at + columns));
      scratch.reverse();
    } else {
      applyTo(from, at, scratch, change);
    }
    return -1;
  }

  #made(): Float64Array {
    const base = this.#base;
    if (!(base instanceof LargeTaps)) return copyOf(base, 'float64').data as Float64Array;
    const change = this.#change;
    if (change === null) return base.values;
    if (change === 'turn') return base.values.slice().reverse();
    const values = new Float64Array(base.values.length);
    applyTo(base.values, 0, values, change);
    return values;
  }

  /** Statistics that follow from those of the base; undefined if all taps have to be read. */
  #derived(): Statistics | undefined {
    const base = this.#base;
    if (!(base instanceof LargeTaps)) return undefined;
    const change = this.#change;
    const { statistics } = base;
    if (change === null) return statistics;
    if (change === 'turn') return { ...statistics, ofRows: statistics.ofRows.slice().reverse() };
    const { sum, magnitude, greatest, ofRows, equal } = statistics;
    if (equal !== undefined) return statisticsOfEqual(changed(equal, change), this.rows, this.columns);
    const { by, rounds } = change;
    // A quotient of numbers that are not finite is another matter.
    if (rounds || !(magnitude < Infinity && Math.abs(by) < Infinity)) return undefined;
    const size = Math.abs(by);
    return {
      sum: sum / by,
      magnitude: magnitude / size,
      // Division keeps the order of numbers, so the greatest quotient is that of the greatest.
      greatest: greatest / size,
      ofRows: ofRows.map((each) => each / size),
      equal,
    };
  }

  /** Mostly the first row tells that they are not. */
  get areIntegers(): boolean {
    this.#areWhole ??=
      this.#base instanceof LargeTaps && this.#change === 'turn'
        ? this.#base.areIntegers
        : this.statistics.magnitude < Infinity &&
          (this.statistics.equal === undefined
            ? this.everyRow(areIntegersOf)
            : Number.isInteger(this.statistics.equal));
    return this.#areWhole;
  }

  /** How many taps are not 0. */
  get nonzero(): number {
    let count = 0;
    this.everyRow((data, start, end) => {
      for (let i = start; i < end; i++) {
        if (data[i] !== 0) count++;
      }
      return true;
    });
    return count;
  }
}

function changed(tap: number, { by, rounds }: Change): number {
  return rounds ? Math.round(tap * by) : tap / by;
}

function applyTo(from: Float64Array, at: number, to: Float64Array, { by, rounds }: Change): void {
  if (rounds) {
    for (let i = 0; i < to.length; i++) to[i] = Math.round((from[at + i] as number) * by);
  } else {
    for (let i = 0; i < to.length; i++) to[i] = (from[at + i] as number) / by;
  }
}

function areIntegersOf(data: Float64Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const tap = data[i] as number;
    if (Math.floor(tap) !== tap) return false;
  }
  return true;
}

function areEqualTo(data: Float64Array, start: number, end: number, tap: number): boolean {
  for (let i = start; i < end; i++) {
    if (data[i] !== tap) return false;
  }
  return true;
}

function measured(taps: LargeTaps): Statistics {
  const { rows, columns } = taps;
  const first = taps.at(0, 0);
  let equalRows = 0;
  taps.everyRow((data, start, end) => {
    if (!areEqualTo(data, start, end, first)) return false;
    equalRows++;
    return true;
  });
  if (equalRows === rows) return statisticsOfEqual(first, rows, columns);
  const ofRows = new Float64Array(rows);
  const sums = new Float64Array(3);
  let [sum, magnitude, greatest] = [0, 0, 0];
  taps.everyRow((data, start, end, row) => {
    sumUp(data, start, end, sums);
    sum += sums[0] as number;
    magnitude += sums[1] as number;
    ofRows[row] = sums[2] as number;
    greatest = Math.max(greatest, sums[2] as number);
    return true;
  });
  return { sum, magnitude, greatest, ofRows, equal: undefined };
}

/** The sum of a row, of its magnitudes, and the greatest of these. One sum would have each addition wait for the one before. */
function sumUp(data: Float64Array, start: number, end: number, into: Float64Array): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let m0 = 0;
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let greatest = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    const a = data[i] as number;
    const b = data[i + 1] as number;
    const c = data[i + 2] as number;
    const d = data[i + 3] as number;
    s0 += a;
    s1 += b;
    s2 += c;
    s3 += d;
    const p = Math.abs(a);
    const q = Math.abs(b);
    const r = Math.abs(c);
    const s = Math.abs(d);
    m0 += p;
    m1 += q;
    m2 += r;
    m3 += s;
    if (p > greatest) greatest = p;
    if (q > greatest) greatest = q;
    if (r > greatest) greatest = r;
    if (s > greatest) greatest = s;
  }
  for (; i < end; i++) {
    const a = data[i] as number;
    s0 += a;
    m0 += Math.abs(a);
    if (Math.abs(a) > greatest) greatest = Math.abs(a);
  }
  into[0] = s0 + s1 + (s2 + s3);
  into[1] = m0 + m1 + (m2 + m3);
  into[2] = greatest;
}

function statisticsOfEqual(tap: number, rows: number, columns: number): Statistics {
  const count = rows * columns;
  const size = Math.abs(tap);
  return {
    sum: tap * count,
    magnitude: size * count,
    greatest: size,
    ofRows: new Float64Array(rows).fill(size),
    equal: tap,
  };
}
