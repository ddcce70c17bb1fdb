import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { TypedArray } from 'convolve-wasm';
import { type Cell, type Convolution, dtypeOf, type Image, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import type { Contender, Variant } from './contender.ts';
import { takesSeconds } from './loops.ts';
import { newOuts } from './runs.ts';

/** Read when NumPy is loaded, by whichever BLAS it has. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** OpenCV, on one thread unless more are asked for, and SciPy, on one, in a Python that runs `native.py` and answers each line with a line. */
export class NativeReferences {
  readonly #python: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;
  /** Images and results pass through files, as raw bytes. */
  #folder: string | undefined;
  versions: { readonly [name: string]: string } = {};

  static async start(python: string, opencvThreads = 1): Promise<NativeReferences> {
    const script = fileURLToPath(new URL('native.py', import.meta.url));
    const child = spawn(python, [script, `${opencvThreads}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...ONE_THREAD },
    });
    await once(child, 'spawn');
    const references = new NativeReferences(child);
    references.versions = await references.#receive();
    return references;
  }

  private constructor(python: ChildProcessByStdio<Writable, Readable, null>) {
    this.#python = python;
    this.#answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  }

  async contenders(cell: Cell): Promise<Contender[]> {
    const folder = mkdtempSync(join(tmpdir(), 'convolve-wasm-bench-'));
    this.#folder = folder;
    const offered = await this.#ask<{ row: string; variant: Variant }[]>({
      do: 'load',
      image: save(join(folder, 'image'), cell.image),
      ...('filter' in cell ? { filter: cell.filter } : convolution(cell, folder)),
    });
    const [{ constructor: ArrayOf }] = newOuts(cell) as [TypedArray];
    const calls = 'filter' in cell ? 1 : (cell.calls ?? 1);
    return offered.map(({ row, variant }) => ({
      row,
      variant,
      once: async () => {
        const file = join(folder, 'answer');
        const time = await this.#ask<number>({ do: 'once', row, variant, file });
        return { answer: elements(readFileSync(file), ArrayOf as ArrayOfBytes), time };
      },
      sample: (budget) => this.#ask<number[]>({ do: 'sample', row, variant, budget, calls }),
    }));
  }

  stop(): void {
    this.#python.stdin.end();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true });
  }

  #ask<Answer>(request: object): Promise<Answer> {
    this.#python.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#receive();
  }

  async #receive<Answer>(): Promise<Answer> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('Python ended before it answered');
    return JSON.parse(value) as Answer;
  }
}

function convolution(cell: Convolution, folder: string): object {
  const { top, left, stride } = geometry(cell);
  const { mode = 'same', boundary = 'fill' } = cell.options;
  return {
    kernel: save(join(folder, 'kernel'), cell.kernel),
    factor: cell.factor && save(join(folder, 'factor'), cell.factor),
    mode,
    boundary,
    dtype: resultDtype(cell),
    opencv: cell.opencv?.filter,
    sigma: cell.opencv?.sigma,
    takesSeconds: takesSeconds(cell),
    stride,
    top,
    left,
  };
}

function save(file: string, { data, shape }: Image): object {
  writeFileSync(file, data);
  // NumPy has no clamped bytes.
  return { file, shape, dtype: dtypeOf(data).replace('clamped', '') };
}

type ArrayOfBytes = new (buffer: ArrayBuffer) => TypedArray;

function elements({ buffer, byteOffset, byteLength }: Buffer, ArrayOf: ArrayOfBytes): TypedArray {
  return new ArrayOf(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}
