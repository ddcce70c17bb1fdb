import type { BackendName, ConvolveOptions, Image, Kernel, ResidentImage } from '../../src/base/types.ts';
import {
  allocate,
  convolve2d,
  correlate2d,
  gaussianBlur,
  grayscale,
  normalize,
  prepare,
  sepConvolve2d,
  sobel,
  unsharpMask,
} from '../../src/index.ts';
import { nested } from '../support/containers.ts';
import { integers } from '../support/random.ts';
import { numbersOf } from './outcome.ts';

/** An ordinary call, as plain data. */
export interface SceneSpec {
  readonly entry: (typeof entries)[number];
  readonly image: 'rows' | 'view' | 'pixels' | 'resident' | 'resizable' | 'shared';
  readonly out: 'none' | 'rows' | 'array' | 'view' | 'resident' | 'resizable';
  readonly kernel: 'rows' | 'view';
  readonly dtype: 'float32' | 'uint8' | 'float64';
  readonly seed: number;
}

export const entries = [
  'convolve2d',
  'correlate2d',
  'bank',
  'sepConvolve2d',
  'run',
  'prepare',
  'gaussianBlur',
  'unsharpMask',
  'sobel',
  'grayscale',
  'normalize',
] as const;

export const ROWS = 6;
export const COLS = 7;
export const COUNT = ROWS * COLS;

/** What memory that belongs to nobody in the call is filled with. */
export const SIGNATURE = 77;
/** What every `out` is filled with. */
export const UNWRITTEN = 99;

/** Arguments by name, each reachable from here. */
export interface Scene {
  readonly args: { [name: string]: unknown };
  readonly residents: ResidentImage[];
  readonly imageData: unknown;
  readonly outData: unknown;
  /** Of each container, how its elements are read however odd it has become. */
  readonly readers: ReadonlyMap<unknown, () => unknown>;
  convolver?: { run(image: unknown, out?: unknown): unknown; dispose(): void };
  call(): unknown;
}

const arrays = { float32: Float32Array, uint8: Uint8Array, float64: Float64Array };

export function scene(spec: SceneSpec, backend: BackendName): Scene {
  const next = integers(spec.seed, 1, 9);
  const residents: ResidentImage[] = [];
  const typed = (kind: string, fill: () => number) => {
    const Typed = arrays[spec.dtype];
    const bytes = COUNT * Typed.BYTES_PER_ELEMENT;
    return filledBy(new Typed(bufferOfKind(kind, bytes)), fill);
  };
  const readers = new Map<unknown, () => unknown>();
  const container = (kind: string, fill: () => number): unknown => {
    const made = newContainer(kind, fill);
    const resident = Object.getOwnPropertyDescriptor(made, 'data')?.get;
    const data = dataOf(made);
    readers.set(made, resident ? () => resident.call(made) : () => data);
    return made;
  };
  const newContainer = (kind: string, fill: () => number): object => {
    if (kind === 'rows') return nested(ROWS, COLS, fill);
    if (kind === 'resident') {
      const image = allocate([ROWS, COLS], spec.dtype, { backend });
      filledBy(image.data, fill);
      residents.push(image);
      return image;
    }
    const data = typed(kind, fill);
    if (kind === 'array') return data;
    if (kind === 'pixels') return { data, width: COLS, height: ROWS, channels: 1 };
    return { data, shape: [ROWS, COLS], stride: [COLS, 1], offset: 0 };
  };
  const image = container(spec.image, next);
  const out = spec.out === 'none' ? undefined : container(spec.out, () => UNWRITTEN);
  const taps = nested(3, 3, integers(spec.seed + 1, -3, 5));
  const kernel =
    spec.kernel === 'rows'
      ? taps
      : { data: Float64Array.from(taps.flat()), shape: [3, 3], stride: [3, 1], offset: 0 };
  const common = {
    boundary: 'symm',
    fillvalue: 0,
    dtype: spec.dtype,
    backend,
    method: 'auto',
    alpha: 'filter',
    nan: 'propagate',
    precision: 'exact',
    deterministic: false,
  };
  const core = { ...common, mode: 'same', stride: [1, 1], dilation: [1, 1], delta: 0, normalize: false };
  const args: { [name: string]: unknown } = { image };
  const result: Scene = {
    args,
    residents,
    imageData: dataOf(image),
    outData: dataOf(out),
    readers,
    call: () => null,
  };
  const options = (given: object) => (args.options = out === undefined ? given : { ...given, out });
  switch (spec.entry) {
    case 'convolve2d':
    case 'correlate2d':
      args.kernel = kernel;
      options(core);
      result.call = () =>
        ({ convolve2d, correlate2d })[spec.entry as 'convolve2d'](
          args.image as Image,
          args.kernel as Kernel,
          args.options as ConvolveOptions,
        );
      break;
    case 'bank':
      args.kernel = [kernel, taps.map((row) => [...row].reverse())];
      args.options = out === undefined ? core : { ...core, out: [out, container(spec.out, () => UNWRITTEN)] };
      result.call = () => convolve2d(args.image as Image, args.kernel as Kernel[], args.options as object);
      break;
    case 'sepConvolve2d':
      args.column = spec.kernel === 'rows' ? [1, 2, 1] : Float32Array.of(1, 2, 1);
      args.row = [1, 0, -2];
      options(core);
      result.call = () =>
        sepConvolve2d(
          args.image as Image,
          args.column as number[],
          args.row as number[],
          args.options as ConvolveOptions,
        );
      break;
    case 'run': {
      const convolver = prepare(
        kernel as Kernel,
        { ...core, shape: [ROWS, COLS] } as never,
      ) as unknown as NonNullable<Scene['convolver']>;
      result.convolver = convolver;
      if (out !== undefined) args.out = out;
      result.call = () => ('out' in args ? convolver.run(args.image, args.out) : convolver.run(args.image));
      break;
    }
    case 'prepare':
      args.kernel = kernel;
      args.options = { ...core, shape: [ROWS, COLS], operation: 'correlate2d' };
      result.call = () => {
        const convolver = prepare(args.kernel as Kernel, args.options as never);
        result.convolver = convolver as unknown as NonNullable<Scene['convolver']>;
        return convolver.run(args.image as Image);
      };
      break;
    case 'gaussianBlur':
      options({ ...common, sigma: [1, 0.7], size: [3, 5], truncate: 4 });
      result.call = () => gaussianBlur(args.image as Image, args.options as never);
      break;
    case 'unsharpMask':
      options({ ...common, sigma: [1, 0.7], amount: 0.5, threshold: 1, truncate: 4 });
      result.call = () => unsharpMask(args.image as Image, args.options as never);
      break;
    case 'sobel': {
      const isAll = spec.seed % 2 === 0;
      const given = { ...common, dtype: 'float64', size: 3, output: isAll ? 'all' : 'magnitude' };
      const place = out !== undefined && spec.dtype === 'float64' ? out : undefined;
      args.options = place === undefined ? given : { ...given, out: isAll ? { magnitude: place } : place };
      result.call = () => sobel(args.image as Image, args.options as never);
      break;
    }
    case 'grayscale':
      args.options = { weights: 'bt709' };
      result.call = () => grayscale(args.image as Image, args.options as never);
      break;
    case 'normalize':
      result.call = () => normalize(args.image as Image, 'minmax');
  }
  return result;
}

/** TypeScript's library of ES2022 has no resizable buffers. */
const Resizable = ArrayBuffer as unknown as new (
  bytes: number,
  options: { maxByteLength: number },
) => ArrayBuffer;

function bufferOfKind(kind: string, bytes: number): ArrayBuffer {
  if (kind === 'resizable') return new Resizable(bytes, { maxByteLength: 4 * bytes });
  return (kind === 'shared' ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer;
}

function filledBy<T extends { length: number; [index: number]: number }>(data: T, fill: () => number): T {
  for (let i = 0; i < data.length; i++) data[i] = fill();
  return data;
}

/** Where the elements are: a typed array, or rows of numbers. */
export function dataOf(container: unknown): unknown {
  if (ArrayBuffer.isView(container) || Array.isArray(container)) return container;
  if (typeof container !== 'object' || container === null) return undefined;
  return (container as { data: unknown }).data;
}

/** The numbers of a result, whatever its containers say of themselves by now. */
export function resultOf(scene: Scene, value: unknown): Float64Array {
  const read = scene.readers.get(value);
  if (read) return numbersOf(read());
  const isMany = (Array.isArray(value) && typeof value[0]?.[0] !== 'number') || 'x' in (value as object);
  if (!isMany) return numbersOf(value);
  const parts = Object.keys(value as object)
    .sort()
    .map((key) => (value as { [key: string]: unknown })[key]);
  return Float64Array.from(parts.flatMap((part) => [...resultOf(scene, part)]));
}

/** Whether anything was written where a result goes. */
export function isWritten(out: unknown): boolean {
  // Memory that has moved left an empty array behind.
  if (ArrayBuffer.isView(out)) return (out as Float32Array).some((value) => value !== UNWRITTEN);
  return Array.isArray(out) && out.flat().some((value) => value !== UNWRITTEN);
}

/** Gives back what a scene holds. */
export function leave({ convolver, residents }: Scene): void {
  convolver?.dispose();
  for (const image of residents) image.dispose();
}
