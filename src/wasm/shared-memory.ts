/* Binaries whose memory another thread reads and writes too. */
import { binaries, type WasmName } from './create-backend.ts';

export type SharedMemory = WebAssembly.Memory;

/** A binary for shared memory. */
export interface SharedModule {
  readonly name: WasmName;
  readonly module: WebAssembly.Module;
}

/** As many as 32-bit addresses reach, 4 GiB. Shared memory needs a limit; engines reserve addresses for it, and no memory. */
const MAX_PAGES = 65536;
const PAGE_BYTES = 65536;

/** Of a binary, by the specification of its format. */
const HEADER_BYTES = 8;
const IMPORT_SECTION = 2;
/** Kind memory, no flags, at least one page; and with the flags of a limit and of sharing. */
const PLAIN = [2, 0, 1];
const SHARED = [2, 3, 1, 0x80, 0x80, 4];

/**
 * The same binary for memory that is shared: the only difference is in the type of what it imports.
 *
 * @throws {RangeError} If it imports something else than such a memory, as the last thing.
 */
export function withSharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let at = HEADER_BYTES; at < binary.length; ) {
    // Sizes are numbers of seven bits in each byte, the lowest first.
    let size = 0;
    let start = at + 1;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[start++] as number;
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const end = start + size;
    if (binary[at] !== IMPORT_SECTION) {
      at = end;
      continue;
    }
    const tail = end - PLAIN.length;
    const newSize = size - PLAIN.length + SHARED.length;
    if (newSize > 127 || PLAIN.some((byte, i) => binary[tail + i] !== byte)) break;
    const before = binary.subarray(start, tail);
    return joined(binary.subarray(0, at + 1), [newSize], before, SHARED, binary.subarray(end));
  }
  throw new RangeError('this binary does not import its memory');
}

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const modules = /* @__PURE__ */ new Map<WasmName, SharedModule | undefined>();

/** A binary that was loaded, compiled for shared memory; undefined where there is no such thing. */
export function sharedModuleOf(name: WasmName): SharedModule | undefined {
  if (!modules.has(name)) modules.set(name, compileShared(name));
  return modules.get(name);
}

function compileShared(name: WasmName): SharedModule | undefined {
  const binary = binaries[name]?.();
  if (binary === undefined) return undefined;
  try {
    return { name, module: new WebAssembly.Module(withSharedMemory(binary)) };
  } catch {
    // Without it workers copy rows once more.
    return undefined;
  }
}

/** @throws {RangeError} The engine's, if it cannot have so much memory, or so many addresses. */
export function createSharedMemory(bytes: number): SharedMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: MAX_PAGES, shared: true });
}
