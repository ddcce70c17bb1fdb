import { checkKernel, maxGridTaps, maxNamedTaps } from '../kernel/kernel.ts';
import { isPresetName } from '../kernel/presets.ts';
import { anyNumber, type Codec, listOf, numberFrom } from './codec.ts';
import type { KernelChoice, PresetOptions } from './state.ts';

const taps = listOf(anyNumber, maxGridTaps);
const rowsOfTaps = listOf(taps, maxGridTaps, ';');

/**
 * `1,2;3,4` are two rows, `1,2*3,4` is a column times a row, and `gaussian:sigma=1;2,size=5` a kernel by name: its sigma is 1 along
 * rows and 2 along columns. `gaussian1d:column` lies in a column.
 */
export const kernelCodec: Codec<KernelChoice> = {
  write(kernel) {
    switch (kernel.from) {
      case 'grid':
        return rowsOfTaps.write(kernel.rows);
      case 'outer':
        return `${taps.write(kernel.column)}*${taps.write(kernel.row)}`;
      case 'preset': {
        const options = Object.entries(kernel.options).map(
          ([name, value]) => `${name}=${[value].flat().map(anyNumber.write).join(';')}`,
        );
        const parts = kernel.isColumn ? [...options, 'column'] : options;
        return parts.length === 0 ? kernel.name : `${kernel.name}:${parts.join(',')}`;
      }
    }
  },
  read(text) {
    const kernel = readRows(text) ?? readOuter(text) ?? readPreset(text);
    return kernel && 'rows' in checkKernel(kernel) ? kernel : undefined;
  },
};

function readRows(text: string): KernelChoice | undefined {
  const rows = rowsOfTaps.read(text);
  return rows && { from: 'grid', rows };
}

function readOuter(text: string): KernelChoice | undefined {
  const [column, row, ...others] = text.split('*').map(taps.read);
  return column && row && others.length === 0 ? { from: 'outer', column, row } : undefined;
}

const lengthValue = numberFrom(1, maxNamedTaps);
/** Sigma and truncate make the longest kernels together, and none up to here that fills the memory. */
const otherValue = numberFrom(-31, 31);

/** One number, or one for rows and one for columns. */
function readOption(name: string, text: string): PresetOptions[string] | undefined {
  const { read } = name === 'size' || name === 'length' ? lengthValue : otherValue;
  const [rows, columns, ...others] = text.split(';').map(read);
  if (rows === undefined || others.length > 0) return undefined;
  if (!text.includes(';')) return rows;
  return columns === undefined ? undefined : [rows, columns];
}

function readPreset(text: string): KernelChoice | undefined {
  const [, name, optionsText] = /^([a-z]\w*)(?::(.*))?$/i.exec(text) ?? [];
  if (name === undefined || !isPresetName(name)) return undefined;
  const parts = optionsText?.split(',') ?? [];
  const isColumn = name === 'gaussian1d' && parts.at(-1) === 'column';
  const options: [string, PresetOptions[string]][] = [];
  for (const part of isColumn ? parts.slice(0, -1) : parts) {
    const [, option, valueText] = /^([a-z]\w*)=(.*)$/i.exec(part) ?? [];
    const value = valueText === undefined ? undefined : readOption(option!, valueText);
    if (option === undefined || value === undefined) return undefined;
    options.push([option, value]);
  }
  const preset: KernelChoice = { from: 'preset', name, options: Object.fromEntries(options) };
  return isColumn ? { ...preset, isColumn } : preset;
}
