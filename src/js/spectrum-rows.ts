import type { FourierPlan } from '../plan/fourier.ts';
import { type Complex, complex } from './butterflies.ts';
import { columnsOf } from './columns.ts';
import { complexRow } from './complex-rows.ts';

type SpectrumRow = Float64Array | Complex;

/** What is done to the rows of a spectrum: see `src/wasm/spectrum-rows.ts`. */
export interface SpectrumRows {
  /** The rows of a transformed kernel: pairs of taps, or groups of transformed rows. */
  kernelOf(spectrum: Complex): SpectrumRow[];
  /** Correlates the first `columns` elements of all rows with a kernel's, in place. */
  correlate(spectrum: Complex, kernel: readonly SpectrumRow[], columns: number): void;
}

/** @param group How many rows are transposed together. */
export function spectrumRowsOf(
  { kernel, horizontal, spectrumRows, conjugates, columnStep }: FourierPlan,
  stride: number,
  group: number,
): SpectrumRows {
  const transform = horizontal && columnsOf(horizontal);
  const length = horizontal?.length ?? 0;
  /** A group of rows, transposed. */
  const lines = complex(length * group);

  /** Transposes the rows of a group from `first` on, and transforms them. */
  const load = ({ real, imaginary }: Complex, first: number) => {
    for (let g = 0; g < group; g++) {
      const from = (spectrumRows[first + g] as number) * stride;
      copy(real, from, 1, lines.real, g, group, length);
      copy(imaginary, from, 1, lines.imaginary, g, group, length);
    }
    transform?.forward(lines, 0, group, lines, group, group);
  };

  return {
    kernelOf(spectrum) {
      const rows: SpectrumRow[] = [];
      for (let row = 0; row < spectrumRows.length; row += horizontal ? group : 1) {
        if (horizontal) {
          load(spectrum, row);
          rows.push({ real: lines.real.slice(), imaginary: lines.imaginary.slice() });
        } else rows.push(pairs(spectrum, (spectrumRows[row] as number) * stride, kernel.columns));
      }
      return rows;
    },
    correlate(spectrum, kernel, columns) {
      const { real, imaginary } = spectrum;
      kernel.forEach((taps, index) => {
        if (taps instanceof Float64Array) {
          complexRow(spectrum, (spectrumRows[index] as number) * stride, taps, columnStep, columns);
          return;
        }
        const first = index * group;
        load(spectrum, first);
        multiply(lines, taps);
        transform?.inverse(lines, group, group);
        for (let g = 0; g < group; g++) {
          const to = (spectrumRows[first + g] as number) * stride;
          copy(lines.real, g, group, real, to, 1, columns);
          copy(lines.imaginary, g, group, imaginary, to, 1, columns);
        }
      });
      for (let pair = 0; pair < conjugates.length; pair += 2) {
        const from = (conjugates[pair] as number) * stride;
        const to = (conjugates[pair + 1] as number) * stride;
        for (let x = 0; x < columns; x++) {
          real[to + x] = real[from + x] as number;
          imaginary[to + x] = -(imaginary[from + x] as number);
        }
      }
    },
  };
}

/** Copies `count` elements, which lie `fromStep` apart, to places `toStep` apart. */
function copy(
  source: Float64Array,
  from: number,
  fromStep: number,
  target: Float64Array,
  to: number,
  toStep: number,
  count: number,
): void {
  for (let x = 0; x < count; x++) target[to + x * toStep] = source[from + x * fromStep] as number;
}

/** Real and imaginary parts next to each other: from one array V8 reads them faster than from two. */
function pairs({ real, imaginary }: Complex, at: number, count: number): Float64Array {
  const taps = new Float64Array(2 * count);
  copy(real, at, 1, taps, 0, 2, count);
  copy(imaginary, at, 1, taps, 1, 2, count);
  return taps;
}

function multiply({ real, imaginary }: Complex, other: Complex): void {
  for (let i = 0; i < real.length; i++) {
    const ar = real[i] as number;
    const ai = imaginary[i] as number;
    const br = other.real[i] as number;
    const bi = other.imaginary[i] as number;
    real[i] = ar * br - ai * bi;
    imaginary[i] = ar * bi + ai * br;
  }
}
