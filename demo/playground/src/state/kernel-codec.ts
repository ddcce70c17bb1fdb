import { kernels } from 'convolve-wasm';
import { kernelRows } from '../kernel/kernel.ts';
import { anyNumber, type Codec, listOf, numberFrom } from './codec.ts';
import { maxKernelSide } from './limits.ts';
import type { KernelChoice } from './state.ts';

const taps = listOf(anyNumber, maxKernelSide);
const rowsOfTaps = listOf(taps, maxKernelSide, ';');

/** `1,2;3,4` are two rows, `1,2*3,4` is a column times a row, and `gaussian:sigma=2,size=5` a kernel by name. */
export const kernelCodec: Codec<KernelChoice> = {
  write(kernel) {
    switch (kernel.from) {
      case 'grid':
        return rowsOfTaps.write(kernel.rows);
      case 'outer':
        return `${taps.write(kernel.column)}*${taps.write(kernel.row)}`;
      case 'preset': {
        const options = Object.entries(kernel.options).map(
          ([name, value]) => `${name}=${anyNumber.write(value)}`,
        );
        return options.length === 0 ? kernel.name : `${kernel.name}:${options.join(',')}`;
      }
    }
  },
  read: (text) => readRows(text) ?? readOuter(text) ?? readPreset(text),
};

function readRows(text: string): KernelChoice | undefined {
  const rows = rowsOfTaps.read(text);
  if (!rows?.every((row) => row.length === rows[0]!.length)) return undefined;
  return { from: 'grid', rows };
}

function readOuter(text: string): KernelChoice | undefined {
  const [column, row, ...others] = text.split('*').map(taps.read);
  return column && row && others.length === 0 ? { from: 'outer', column, row } : undefined;
}

/** No option of a kernel of 31 x 31 has to be larger; and no number up to here makes a kernel that fills the memory. */
const optionValue = numberFrom(-maxKernelSide, maxKernelSide);

function readPreset(text: string): KernelChoice | undefined {
  const [, name, optionsText] = /^([a-z]\w*)(?::(.*))?$/i.exec(text) ?? [];
  if (name === undefined || !Object.hasOwn(kernels, name)) return undefined;
  const options: [string, number][] = [];
  for (const part of optionsText?.split(',') ?? []) {
    const [, option, valueText] = /^([a-z]\w*)=(.*)$/i.exec(part) ?? [];
    const value = valueText === undefined ? undefined : optionValue.read(valueText);
    if (option === undefined || value === undefined) return undefined;
    options.push([option, value]);
  }
  const kernel: KernelChoice = { from: 'preset', name, options: Object.fromEntries(options) };
  return fits(kernel) ? kernel : undefined;
}

/** Whether the package makes a kernel of it, and the page takes that. */
function fits(kernel: KernelChoice): boolean {
  try {
    const rows = kernelRows(kernel);
    return rows.length <= maxKernelSide && rows[0]!.length <= maxKernelSide;
  } catch {
    return false;
  }
}
