import type { BackendName } from 'convolve-wasm';
import { noise } from '../cells/inputs.ts';
import { availableBackends } from '../contenders/backends.ts';
import { inFreshProcess } from './fresh-process.ts';
import { median } from './statistics.ts';

/** Milliseconds: importing the package, the first call (which compiles), and the one after it. */
export interface FirstCall {
  readonly backend: BackendName;
  readonly import: number;
  readonly first: number;
  readonly second: number;
}

/** The limit of the first call on WebAssembly, in milliseconds, compilation included. */
export const MAX_FIRST_CALL = 25;

/** A small job, so that what it takes to begin with shows. */
export const firstCallJob = '256 x 256 float32, 5 x 5, fresh result';

/** On each backend that works here, medians over so many new processes. */
export async function firstCalls(processes: number): Promise<FirstCall[]> {
  const { image, kernel, options } = noise(Float32Array, 256, 5);
  const calls: FirstCall[] = [];
  for (const backend of availableBackends()) {
    const message = { module: 'convolve-wasm', image, kernel, options: { ...options, backend } };
    const times: Omit<FirstCall, 'backend'>[] = [];
    for (let i = 0; i < processes; i++) {
      times.push(await inFreshProcess('first-call-process.mjs', message, { execArgv: [] }));
    }
    const middle = (step: keyof (typeof times)[number]) => median(times.map((time) => time[step]));
    calls.push({ backend, import: middle('import'), first: middle('first'), second: middle('second') });
  }
  return calls;
}
