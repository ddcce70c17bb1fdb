import { inflateSync } from 'fflate';
import { Unavailable } from '../backend/backend.ts';
import type { UnavailableReason } from '../base/types.ts';
import { attempt } from './instance.ts';

/** Inflates and compiles synchronously. `refused` is what it means that the engine does not know the binary. */
export function compileInlined(base64: string, refused: UnavailableReason): WebAssembly.Module {
  if (typeof WebAssembly !== 'object') {
    throw new Unavailable('no-webassembly', 'this JavaScript engine has no WebAssembly');
  }
  const bytes = attempt(() => inflate(base64));
  if (!WebAssembly.validate(bytes)) {
    throw new Unavailable(
      refused,
      'this WebAssembly engine does not know the instructions that the binary uses',
    );
  }
  return attempt(() => new WebAssembly.Module(bytes));
}

export function inflate(base64: string): Uint8Array<ArrayBuffer> {
  return inflateSync(decode(base64)) as Uint8Array<ArrayBuffer>;
}

/** A loop, since this takes a good part of the first call: `Uint8Array.from` with a function takes three times as long. */
function decode(base64: string): Uint8Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
