import { scale } from 'vega';

/** The ticks of a colour bar. */
export interface Ticks {
  readonly values: readonly number[];
  /** Alike: all labels of a bar have the same number of decimals. */
  readonly labels: readonly string[];
  /** What the labels are to be multiplied by, such as ×10⁻⁶; empty where that is 1. */
  readonly factor: string;
}

/** Powers of ten from which labels are written with a factor: there they would take more than six characters. */
const [SMALL, LARGE] = [-4, 5];

/** About `count` round numbers from `low` to `high`, or the one number where both are equal. */
export function ticks(low: number, high: number, count: number): Ticks {
  const values = low === high ? [low] : roundNumbers(low, high, count);
  const greatest = Math.max(...values.map(Math.abs));
  const power = greatest === 0 ? 0 : Math.floor(Math.log10(greatest));
  const exponent = power <= SMALL || power >= LARGE ? power : 0;
  const scaled = values.map((value) => value / 10 ** exponent);
  const decimals = decimalsOf(scaled);
  return {
    values,
    // A minus that is as wide as a plus; and no minus before 0.
    labels: scaled.map((value) =>
      value
        .toFixed(decimals)
        .replace(/^-(?=.*[1-9])/, '−')
        .replace(/^-/, ''),
    ),
    factor: exponent === 0 ? '' : `×10${superscript(exponent)}`,
  };
}

/** At least two, so that a bar shows its scale. */
function roundNumbers(low: number, high: number, count: number): number[] {
  const linear = scale('linear') as () => { domain(ends: number[]): { ticks(count: number): number[] } };
  const values = linear().domain([low, high]).ticks(count);
  return values.length < 2 ? roundNumbers(low, high, count + 1) : values;
}

/** The number of decimals that tells the numbers apart: that of their distance, or of a single number four digits. */
function decimalsOf([first = 0, second]: readonly number[]): number {
  if (second === undefined) return (/\.(\d+)$/.exec(String(Number(first.toPrecision(4))))?.[1] ?? '').length;
  // 1e-9 is for distances such as 0.1, which come out as 0.09999...
  return Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9));
}

function superscript(exponent: number): string {
  return String(exponent).replace(/./g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!));
}
