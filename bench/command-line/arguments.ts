import { fileURLToPath } from 'node:url';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { InputError } from './input-error.ts';

/** The options of every program here that measures. */
export function measuringOptions(time: number, json: string) {
  return {
    time: { type: 'string', default: `${time}` },
    smoke: { type: 'boolean', default: false },
    json: { type: 'string', default: outputFile(json) },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
}

export function outputFile(name: string): string {
  return fileURLToPath(new URL(`../output/${name}`, import.meta.url));
}

export function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(options: Options) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/** Milliseconds; 0: everything runs once. */
export function timeOf({ time, smoke }: { readonly time: string; readonly smoke: boolean }): number {
  if (!(Number(time) > 0)) throw new InputError(`--time takes milliseconds, not "${time}"`);
  return smoke ? 0 : Number(time);
}
