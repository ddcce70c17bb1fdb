import { expect, it } from 'vitest';
import type { Complex } from '../../src/js/butterflies.ts';
import { spectrumRowsOf } from '../../src/js/spectrum-rows.ts';
import type { FourierPlan } from '../../src/plan/fourier.ts';
import { transforms } from '../../src/plan/transform.ts';
import { random } from '../support/random.ts';

const rows = 6;
const taps = 4;
const group = 2;
/** Two groups, the second filled up by repeating the last row. */
const spectrumRows = Int32Array.of(4, 0, 3, 3);
const conjugates = Int32Array.of(4, 5, 0, 1);
const matched = [4, 0, 3];

const horizontals = [null, ...transforms.filter(({ length }) => [24, 32, 36, 48].includes(length))];
const cases = horizontals.flatMap((horizontal) =>
  [1, 3].map((columnStep) => ({
    by: horizontal ? `transforms of ${horizontal.length}` : 'taps',
    horizontal,
    columnStep,
  })),
);

it.each(cases)(
  'js rows of a spectrum are correlated by $by, a step of $columnStep apart',
  ({ horizontal, columnStep }) => {
    const length = horizontal?.length ?? 24;
    const columns = length - (taps - 1) * columnStep - 1;
    const pitch = length + 2;
    const next = random(length);
    const noise = () => Float64Array.from({ length: rows * pitch }, () => 2 * next() - 1);
    const x: Complex = { real: noise(), imaginary: noise() };
    const kernel: Complex = { real: noise(), imaginary: noise() };
    const before = { real: x.real.slice(), imaginary: x.imaginary.slice() };

    const plan = {
      kernel: { columns: taps },
      horizontal,
      spectrumRows: horizontal ? spectrumRows : spectrumRows.subarray(0, 3),
      conjugates,
      columnStep,
    };
    const subject = spectrumRowsOf(plan as unknown as FourierPlan, pitch, group);
    const kept = subject.kernelOf(horizontal ? turned(kernel, pitch, length, columnStep) : kernel);
    subject.correlate(x, kept, columns);

    const expected = before;
    for (const row of matched) {
      const sums = Array.from({ length: columns }, (_, at) => {
        const sum = { real: 0, imaginary: 0 };
        for (let v = 0; v < taps; v++) {
          const from = row * pitch + at + v * columnStep;
          const [kr, ki] = [kernel.real[row * pitch + v]!, kernel.imaginary[row * pitch + v]!];
          sum.real += kr * before.real[from]! - ki * before.imaginary[from]!;
          sum.imaginary += kr * before.imaginary[from]! + ki * before.real[from]!;
        }
        return sum;
      });
      sums.forEach(({ real, imaginary }, at) => {
        expected.real[row * pitch + at] = real;
        expected.imaginary[row * pitch + at] = imaginary;
      });
    }
    for (let pair = 0; pair < conjugates.length; pair += 2) {
      const [from, to] = [conjugates[pair]! * pitch, conjugates[pair + 1]! * pitch];
      for (let at = 0; at < columns; at++) {
        expected.real[to + at] = expected.real[from + at]!;
        expected.imaginary[to + at] = -expected.imaginary[from + at]!;
      }
    }
    for (let row = 0; row < rows; row++) {
      for (let at = row * pitch; at < row * pitch + columns; at++) {
        expect(
          Math.hypot(x.real[at]! - expected.real[at]!, x.imaginary[at]! - expected.imaginary[at]!),
        ).toBeLessThan(1e-14);
      }
    }
  },
);

/** The kernel that a product of transforms of this length correlates with: see `src/js/fourier.ts`. */
function turned({ real, imaginary }: Complex, pitch: number, length: number, step: number): Complex {
  const turn = (values: Float64Array) => {
    const result = new Float64Array(values.length);
    for (let row = 0; row < rows; row++) {
      for (let v = 0; v < taps; v++) {
        result[row * pitch + ((length - v * step) % length)] = values[row * pitch + v]! / length;
      }
    }
    return result;
  };
  return { real: turn(real), imaginary: turn(imaginary) };
}
