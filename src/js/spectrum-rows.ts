import type { FourierPlan } from '../plan/fourier.ts';
import type { Complex } from './butterflies.ts';
import { Columns } from './columns.ts';
import { complexRow } from './complex-rows.ts';

/** What is done to the rows of a spectrum: see `src/wasm/spectrum-rows.ts`. */
export class SpectrumRows {
  readonly #plan: FourierPlan;
  readonly #pitch: number;
  readonly #group: number;
  readonly #transform: Columns | null;
  /** A group of rows, transposed. */
  readonly #lines: Complex;

  constructor(plan: FourierPlan, pitch: number, group: number) {
    this.#plan = plan;
    this.#pitch = pitch;
    this.#group = group;
    this.#transform = plan.horizontal && new Columns(plan.horizontal);
    const length = plan.horizontal ? plan.horizontal.length * group : 0;
    this.#lines = { real: new Float64Array(length), imaginary: new Float64Array(length) };
  }

  /** The rows of a transformed kernel: pairs of taps, or groups of transformed rows. */
  kernelOf(spectrum: Complex): Float64Array | readonly Complex[] {
    const { kernel, horizontal, spectrumRows } = this.#plan;
    if (horizontal) {
      const kept: Complex[] = [];
      this.#forEachGroup(spectrum, ({ real, imaginary }) => {
        kept.push({ real: real.slice(), imaginary: imaginary.slice() });
      });
      return kept;
    }
    const taps = new Float64Array(2 * spectrumRows.length * kernel.columns);
    let at = 0;
    for (const row of spectrumRows) {
      for (let v = 0; v < kernel.columns; v++) {
        taps[at++] = spectrum.real[row * this.#pitch + v] as number;
        taps[at++] = spectrum.imaginary[row * this.#pitch + v] as number;
      }
    }
    return taps;
  }

  /** Correlates the first `columns` elements of all rows with a kernel's, in place. */
  correlate(spectrum: Complex, kept: Float64Array | readonly Complex[], columns: number): void {
    const { kernel, spectrumRows, conjugates, columnStep } = this.#plan;
    if (!(kept instanceof Float64Array)) {
      this.#forEachGroup(spectrum, (lines, group) => {
        multiply(lines, kept[group] as Complex);
        (this.#transform as Columns).inverse(lines, this.#group, this.#group);
        this.#scatter(group, spectrum, columns);
      });
    } else {
      spectrumRows.forEach((row, place) => {
        complexRow(
          spectrum,
          row * this.#pitch,
          kept,
          2 * place * kernel.columns,
          kernel.columns,
          columnStep,
          columns,
        );
      });
    }
    for (let pair = 0; pair < conjugates.length; pair += 2) {
      const from = (conjugates[pair] as number) * this.#pitch;
      const to = (conjugates[pair + 1] as number) * this.#pitch;
      for (let x = 0; x < columns; x++) {
        spectrum.real[to + x] = spectrum.real[from + x] as number;
        spectrum.imaginary[to + x] = -(spectrum.imaginary[from + x] as number);
      }
    }
  }

  #forEachGroup(spectrum: Complex, then: (lines: Complex, group: number) => void): void {
    const { horizontal, spectrumRows } = this.#plan;
    const lines = this.#lines;
    for (let group = 0; group * this.#group < spectrumRows.length; group++) {
      for (let g = 0; g < this.#group; g++) {
        const from = (spectrumRows[group * this.#group + g] as number) * this.#pitch;
        for (let x = 0; x < (horizontal as { length: number }).length; x++) {
          lines.real[x * this.#group + g] = spectrum.real[from + x] as number;
          lines.imaginary[x * this.#group + g] = spectrum.imaginary[from + x] as number;
        }
      }
      (this.#transform as Columns).forward(lines, 0, 0, this.#group, lines, this.#group, this.#group);
      then(lines, group);
    }
  }

  #scatter(group: number, spectrum: Complex, columns: number): void {
    const { spectrumRows } = this.#plan;
    for (let g = 0; g < this.#group; g++) {
      const to = (spectrumRows[group * this.#group + g] as number) * this.#pitch;
      for (let x = 0; x < columns; x++) {
        spectrum.real[to + x] = this.#lines.real[x * this.#group + g] as number;
        spectrum.imaginary[to + x] = this.#lines.imaginary[x * this.#group + g] as number;
      }
    }
  }
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
