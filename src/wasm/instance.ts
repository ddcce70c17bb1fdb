import { instantiateSync } from '@assemblyscript/loader';
import { inflateSync } from 'fflate';
import { Unavailable } from '../backend/backend.ts';
import type { UnavailableReason } from '../base/types.ts';
import type { Exports } from './abi.ts';

export interface Instance {
  readonly exports: Exports;
  readonly memory: WebAssembly.Memory;
}

/** Inflates, compiles and instantiates synchronously. `refused` is what it means that the engine does not know the binary. */
export function instantiate(base64: string, refused: UnavailableReason): Instance {
  if (typeof WebAssembly !== 'object') {
    throw new Unavailable('no-webassembly', 'this JavaScript engine has no WebAssembly');
  }
  const bytes = attempt(() => inflateSync(decode(base64)) as Uint8Array<ArrayBuffer>);
  if (!WebAssembly.validate(bytes)) {
    throw new Unavailable(
      refused,
      'this WebAssembly engine does not know the instructions that the binary uses',
    );
  }
  const module = attempt(() => new WebAssembly.Module(bytes));
  return attempt(() => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    // The loader wraps exports in closures; the hot path calls those of the instance itself.
    const { instance } = instantiateSync(module, { env: { memory } });
    return { exports: instance.exports as unknown as Exports, memory };
  });
}

function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    // The binary is known to be valid: what does not compile may not.
    const reason = error instanceof WebAssembly.CompileError ? 'forbidden-by-policy' : 'failed-to-start';
    throw new Unavailable(reason, error instanceof Error ? error.message : String(error));
  }
}

/** A loop, since this takes a good part of the first call: `Uint8Array.from` with a function takes three times as long. */
function decode(base64: string): Uint8Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
