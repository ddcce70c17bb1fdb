import { kernels } from 'convolve-wasm';
import type { KernelChoice } from '../state/state.ts';

/** The rows of taps that a choice stands for. */
export function kernelRows(choice: KernelChoice): readonly (readonly number[])[] {
  switch (choice.from) {
    case 'grid':
      return choice.rows;
    case 'outer':
      return choice.column.map((down) => choice.row.map((across) => down * across));
    case 'preset': {
      const make = kernels[choice.name as 'gaussian'];
      const { data, shape } = make(choice.options);
      return Array.from({ length: shape[0] }, (_, row) =>
        Array.from(data.subarray(row * shape[1], (row + 1) * shape[1])),
      );
    }
  }
}
