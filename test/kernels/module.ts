import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { CALLED_FOLDER } from './called.ts';

type Exports = Record<string, (...numbers: number[]) => number>;

export interface RawModule {
  readonly name: string;
  readonly exports: Exports;
  readonly memory: WebAssembly.Memory;
  /** Whether multiply-add rounds twice, as JavaScript does. */
  readonly roundsTwice: boolean;
}

function load(name: string, roundsTwice: boolean): RawModule[] {
  const bytes = readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));
  if (!WebAssembly.validate(bytes)) return [];
  const memory = new WebAssembly.Memory({ initial: 16 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return [{ name, memory, roundsTwice, exports: recorded(instance.exports as Exports) }];
}

const called = new Set<string>();

function recorded(exports: Exports): Exports {
  const record = (name: string, kernel: Exports[string]) => {
    return (...numbers: number[]) => {
      called.add(name);
      return kernel(...numbers);
    };
  };
  return Object.fromEntries(Object.entries(exports).map(([name, kernel]) => [name, record(name, kernel)]));
}

afterAll(() => {
  const folder = process.env[CALLED_FOLDER];
  const file = basename(expect.getState().testPath as string);
  if (folder !== undefined) writeFileSync(join(folder, file), JSON.stringify([...called]));
});

/** The binaries as compiled, without anything of src/ round them; relaxed SIMD where the engine has it. */
export const modules: readonly RawModule[] = [...load('simd', true), ...load('relaxed', false)];

/** Around each vector and its multiples: 1, 3, 7, 16, N - 1, N, N + 1, 3N, 8N + 2 of the N elements of a tile. */
export function lengths(elementsPerTile: number): number[] {
  const n = elementsPerTile;
  return [...new Set([1, 2, 3, 4, 5, 7, 16, n - 1, n, n + 1, 3 * n, 8 * n + 2])].filter(
    (length) => length > 0,
  );
}

export type ArrayType = {
  new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ): {
    length: number;
    set(values: ArrayLike<number>): void;
    [index: number]: number;
  };
  readonly BYTES_PER_ELEMENT: number;
};

/** A stretch of linear memory in which everything that nobody wrote reads as NaN, and nothing goes unnoticed. */
export class Bench {
  readonly #memory: WebAssembly.Memory;
  #end = 4096;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    new Uint8Array(memory.buffer).fill(0xff);
  }

  /** Puts values at an address that is `misalignment` bytes off a multiple of 16; 64 bytes of NaN follow. */
  put(array: ArrayType, values: ArrayLike<number>, misalignment = 0): number {
    const address = this.room(array.BYTES_PER_ELEMENT * values.length, misalignment);
    this.write(array, address, values);
    return address;
  }

  /** Puts values at the very end of the memory: what reads beyond them traps. */
  putLast(array: ArrayType, values: ArrayLike<number>): number {
    const address = this.#memory.buffer.byteLength - array.BYTES_PER_ELEMENT * values.length;
    this.write(array, address, values);
    return address;
  }

  room(bytes: number, misalignment = 0): number {
    const address = Math.ceil(this.#end / 16) * 16 + misalignment;
    this.#end = address + bytes + 64;
    return address;
  }

  /** Runs a kernel; returns what it left at `address`, and whether a byte elsewhere changed. */
  run(
    array: ArrayType,
    address: number,
    length: number,
    kernel: () => void,
  ): { values: number[]; stray: boolean } {
    const stray = this.strays([{ address, bytes: array.BYTES_PER_ELEMENT * length }], kernel);
    return { values: this.read(array, address, length), stray };
  }

  /** Runs a kernel; returns whether a byte outside the regions changed. */
  strays(regions: readonly Region[], kernel: () => void): boolean {
    const before = new Uint8Array(this.#memory.buffer).slice(0, this.#end + 4096);
    kernel();
    const after = new Uint8Array(this.#memory.buffer).slice(0, this.#end + 4096);
    for (const { address, bytes } of regions) {
      before.fill(0, address, address + bytes);
      after.fill(0, address, address + bytes);
    }
    return Buffer.compare(before, after) !== 0;
  }

  read(array: ArrayType, address: number, length: number): number[] {
    const bytes = this.#memory.buffer.slice(address, address + array.BYTES_PER_ELEMENT * length);
    return Array.from(new array(bytes, 0, length) as unknown as ArrayLike<number>);
  }

  write(array: ArrayType, address: number, values: ArrayLike<number>): void {
    const copy = new array(new ArrayBuffer(array.BYTES_PER_ELEMENT * values.length), 0, values.length);
    copy.set(values);
    const bytes = new Uint8Array((copy as unknown as ArrayBufferView).buffer as ArrayBuffer);
    new Uint8Array(this.#memory.buffer).set(bytes, address);
  }
}

export interface Region {
  readonly address: number;
  readonly bytes: number;
}

/** Rows of `columns` elements, with `gap` elements of NaN between them. */
export class Matrix {
  readonly address: number;
  readonly pitchBytes: number;
  readonly columns: number;
  readonly rows: number;
  readonly #bench: Bench;
  readonly #array: ArrayType;

  constructor(bench: Bench, array: ArrayType, rows: number, columns: number, gap: number) {
    this.#bench = bench;
    this.#array = array;
    this.rows = rows;
    this.columns = columns;
    this.pitchBytes = (columns + gap) * array.BYTES_PER_ELEMENT;
    this.address = bench.room(rows * this.pitchBytes, array.BYTES_PER_ELEMENT);
  }

  at(row: number): number {
    return this.address + row * this.pitchBytes;
  }

  /** The first `columns` elements of a row. */
  region(row: number, columns = this.columns): Region {
    return { address: this.at(row), bytes: columns * this.#array.BYTES_PER_ELEMENT };
  }

  get regions(): Region[] {
    return Array.from({ length: this.rows }, (_, row) => this.region(row));
  }

  read(row: number): number[] {
    return this.#bench.read(this.#array, this.at(row), this.columns);
  }

  write(row: number, values: ArrayLike<number>): void {
    this.#bench.write(this.#array, this.at(row), values);
  }

  /** Writes every row; returns what can be read back. */
  fill(next: () => number): number[][] {
    return Array.from({ length: this.rows }, (_, row) => {
      this.write(row, Array.from({ length: this.columns }, next));
      return this.read(row);
    });
  }
}

export const floats = [
  { suffix: 'f32', array: Float32Array, lanes: 4, round: Math.fround },
  { suffix: 'f64', array: Float64Array, lanes: 2, round: (value: number) => value },
] as const;

export const integers = [
  { suffix: 'u8', array: Uint8Array, least: 0, greatest: 255 },
  { suffix: 'i8', array: Int8Array, least: -128, greatest: 127 },
  { suffix: 'u16', array: Uint16Array, least: 0, greatest: 65535 },
  { suffix: 'i16', array: Int16Array, least: -32768, greatest: 32767 },
  { suffix: 'u32', array: Uint32Array, least: 0, greatest: 4294967295 },
  { suffix: 'i32', array: Int32Array, least: -2147483648, greatest: 2147483647 },
] as const;
