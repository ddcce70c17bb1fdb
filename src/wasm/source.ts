import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { VERSION } from './abi.ts';
import type { WasmName } from './create-backend.ts';

const EXPECTED = 'a WebAssembly.Module, a Response, bytes, or an address';
/** The custom section that scripts/build-wasm.mjs gives each binary: `0.1.0 wasm-relaxed`. */
const SECTION = 'convolve-wasm';
const files: { readonly [name in WasmName]: string } = {
  wasm: 'convolve.wasm',
  'wasm-relaxed': 'convolve-relaxed.wasm',
};

/**
 * Makes a module of whatever a host has of a binary.
 *
 * @throws `ERR_BACKEND`
 */
export async function compile(source: unknown): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== 'object') throw refusal('an engine with WebAssembly', 'one without');
  if (isModule(source)) return source as WebAssembly.Module;
  if (typeof source === 'string' || kindOf(source) === 'URL') return compile(await get(String(source)));
  if (isResponse(source)) {
    if (source.ok === false) throw refusal('a response with the file', `status ${source.status}`);
    return compile(await bodyOf(source));
  }
  if (ArrayBuffer.isView(source)) {
    // Engines do not all take a DataView.
    return compileBytes(new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength));
  }
  if (kindOf(source) === 'ArrayBuffer') return compileBytes(new Uint8Array(source as ArrayBuffer));
  throw wrongKind('ERR_BACKEND', 'source', EXPECTED, describe(source));
}

/** Which binary a module is. */
export function nameOf(module: WebAssembly.Module): WasmName {
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  const [version, name] = section ? String.fromCharCode(...new Uint8Array(section)).split(' ') : [];
  if (version === undefined || !Object.keys(files).includes(String(name))) {
    throw refusal(Object.values(files).join(' or '), 'another module');
  }
  if (version !== VERSION) throw refusal(`a binary of convolve-wasm ${VERSION}`, `one of ${version}`);
  return name as WasmName;
}

async function get(address: string): Promise<unknown> {
  try {
    return await fetch(address);
  } catch (error) {
    throw Object.assign(refusal('bytes, or an address that can be fetched', describe(address)), {
      cause: error,
    });
  }
}

async function bodyOf(response: Pick<Response, 'arrayBuffer'>): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (error) {
    const got = `one that is not (${error instanceof Error ? error.message : error})`;
    throw Object.assign(refusal('a response that can be read', got), { cause: error });
  }
}

async function compileBytes(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    const got = `bytes that are refused (${error instanceof Error ? error.message : error})`;
    throw Object.assign(refusal('a binary that this engine compiles', got), { cause: error });
  }
}

/** Also of another realm, which `instanceof` does not know. */
function isModule(value: unknown): boolean {
  try {
    WebAssembly.Module.customSections(value as WebAssembly.Module, SECTION);
    return true;
  } catch {
    return false;
  }
}

function isResponse(value: unknown): value is Pick<Response, 'ok' | 'status' | 'arrayBuffer'> {
  return typeof (value as { readonly arrayBuffer?: unknown } | null)?.arrayBuffer === 'function';
}

/** Also of objects that another realm made, which `instanceof` does not know. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function refusal(expected: string, got: string): RangeError {
  return wrongValue('ERR_BACKEND', 'source', expected, got);
}
