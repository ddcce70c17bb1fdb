import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
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
import type { BackendName, ConvolveOptions, Image, Kernel, ResidentImage } from '../../src/types.ts';
import { nested } from '../containers.ts';
import { integers } from '../random.ts';
import { callCode } from './code.ts';
import { attempt, codeOf, describeError, difference, numbersOf, type Outcome } from './outcome.ts';

/** An ordinary call, and one thing that is odd about its arguments. Plain data. */
export interface HostileSpec {
  readonly entry: (typeof entries)[number];
  readonly image: 'rows' | 'view' | 'pixels' | 'resident' | 'resizable' | 'shared';
  readonly out: 'none' | 'rows' | 'array' | 'view' | 'resident' | 'resizable';
  readonly kernel: 'rows' | 'view';
  readonly dtype: 'float32' | 'uint8' | 'float64';
  /** Which place of the arguments, counted through all that there are. */
  readonly place: number;
  readonly trick: (typeof tricks)[number];
  /** The read at which it happens, from 1. */
  readonly at: number;
  readonly effect: (typeof effects)[number];
  readonly junk: number;
  readonly seed: number;
}

const entries = [
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

/** What is put in the place of a value. */
const tricks = [
  'getter',
  'junk',
  'proxy',
  'revoked',
  'hole',
  'realm',
  'subclass',
  'frozen',
  'arrayLike',
  'tagged',
] as const;

/** What a getter does besides giving the value. */
const effects = [
  'throw',
  'change',
  'disposeConvolver',
  'disposeImage',
  'disposeOut',
  'detachImage',
  'detachOut',
  'shrinkImage',
  'growImage',
  'shrinkOut',
  'reenter',
  'growMemory',
] as const;

export function hostileCalls(): fc.Arbitrary<HostileSpec> {
  return fc.record({
    entry: fc.constantFrom(...entries),
    image: fc.constantFrom<HostileSpec['image']>('view', 'rows', 'pixels', 'resident', 'resizable', 'shared'),
    out: fc.constantFrom<HostileSpec['out']>('none', 'array', 'view', 'rows', 'resident', 'resizable'),
    kernel: fc.constantFrom<HostileSpec['kernel']>('rows', 'view'),
    dtype: fc.constantFrom<HostileSpec['dtype']>('float32', 'uint8', 'float64'),
    place: fc.nat(400),
    trick: fc.oneof(fc.constant('getter' as const), fc.constantFrom(...tricks)),
    at: fc.integer({ min: 1, max: 4 }),
    effect: fc.constantFrom(...effects),
    junk: fc.nat(99),
    seed: fc.nat(999),
  });
}

const ROWS = 6;
const COLS = 7;
const COUNT = ROWS * COLS;

/** What memory that belongs to nobody in the call is filled with. */
const SIGNATURE = 77;
/** What every `out` is filled with. */
const UNWRITTEN = 99;

/** Arguments by name, each reachable from here. */
interface Scene {
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

function scene(spec: HostileSpec, backend: BackendName): Scene {
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
function dataOf(container: unknown): unknown {
  if (ArrayBuffer.isView(container) || Array.isArray(container)) return container;
  if (typeof container !== 'object' || container === null) return undefined;
  return (container as { data: unknown }).data;
}

/** A value among the arguments: `holder[key]`. */
interface Place {
  readonly holder: { [key: string]: unknown };
  readonly key: string;
  readonly path: string;
}

/** What a typed array has by inheritance and may be given of its own. */
const inherited = [
  'length',
  'buffer',
  'byteOffset',
  'byteLength',
  'subarray',
  'set',
  'constructor',
  'slice',
  'fill',
  'BYTES_PER_ELEMENT',
];
const ofArrays = ['map', 'slice', 'every', 'constructor', 'flat'];

function placesIn(holder: { [key: string]: unknown }, path: string): Place[] {
  return Object.keys(holder).flatMap((key) => {
    const at: Place = { holder, key, path: `${path}.${key}` };
    // Asking a resident image for its data here would be a read more.
    const isData = 'dispose' in holder && key === 'data';
    const value = isData ? undefined : holder[key];
    if (typeof value !== 'object' || value === null) return [at];
    if (ArrayBuffer.isView(value)) {
      const own = value as unknown as { [key: string]: unknown };
      return [at, ...inherited.map((name) => ({ holder: own, key: name, path: `${at.path}.${name}` }))];
    }
    const more = Array.isArray(value)
      ? ofArrays.map((name) => ({ holder: value as never, key: name, path: `${at.path}.${name}` }))
      : [];
    return [at, ...more, ...placesIn(value as { [key: string]: unknown }, at.path)];
  });
}

const junk: readonly unknown[] = [
  undefined,
  null,
  NaN,
  -1,
  0,
  0.5,
  2 ** 31,
  2 ** 53,
  Infinity,
  'same',
  '3',
  true,
  1n,
  Symbol('junk'),
  [],
  [1],
  [[]],
  [[1], [2, 3]],
  [-3, 1],
  [1, -1],
  [0, 0],
  [2 ** 26, 2 ** 26],
  {},
  () => 1,
  new Date(0),
  new Float32Array(0),
  new Float32Array(1000).fill(SIGNATURE),
  new Uint8Array(COUNT),
  new BigInt64Array(COUNT),
  new DataView(new ArrayBuffer(COUNT)),
  new ArrayBuffer(COUNT),
  { data: new Float32Array(1000).fill(SIGNATURE), shape: [20, 50] },
  { valueOf: () => 3 },
  new Number(3),
  new Map(),
  'float64',
  'fft',
  [2, 3],
  [
    [1, 2],
    [3, 4],
  ],
  100,
];

/** The arguments before anything is odd about them. */
export function hostileCode(spec: HostileSpec): string {
  const { args, convolver } = scene(spec, 'js');
  convolver?.dispose();
  return callCode(spec.entry, Object.values(args));
}

/** What a hostile call may come to: the right answer, one of our errors, or what the hostile code threw itself. */
export function judgeHostile(spec: HostileSpec, backend: BackendName): string | null {
  const clean = scene(spec, backend);
  const expected = attempt(() => resultOf(clean, clean.call()));
  clean.convolver?.dispose();
  for (const image of clean.residents) image.dispose();

  const odd = scene(spec, backend);
  const victims: ResidentImage[] = [];
  const rage = new Error('thrown by hostile code');
  const places = placesIn(odd.args, 'args');
  const place = places[spec.place % places.length]!;
  let described = `${spec.trick} at ${place.path}`;
  let fault: string | null = null;
  try {
    const result = plant(spec, backend, odd, place, victims, rage);
    if (result === null) return null;
    described = result.described;
    const outcome = attempt(odd.call);
    const numbers =
      'error' in outcome
        ? outcome
        : attempt(() => (result.isIndependent ? null : resultOf(odd, outcome.value)));
    fault = verdict(numbers, expected, rage, result);
    // What was disposed of may be someone else's by now.
    const isOwn = !place.path.includes('.out') && !(spec.out === 'resident' && spec.effect === 'disposeOut');
    if (fault === null && 'error' in outcome && isOwn && isWritten(odd.outData)) {
      fault = 'out was written before the call was refused';
    }
    if (victims.some((victim) => victim.data.some((value) => value !== SIGNATURE))) {
      fault = 'memory of another image was written';
    }
  } finally {
    attempt(() => odd.convolver?.dispose());
    for (const image of [...odd.residents, ...victims]) image.dispose();
  }
  if (fault === null) {
    const again = scene(spec, backend);
    const outcome = attempt(() => resultOf(again, again.call()));
    again.convolver?.dispose();
    for (const image of again.residents) image.dispose();
    const later = difference(expected, outcome);
    if (later !== null) fault = `the same call afterwards, with nothing odd: ${later}`;
  }
  return fault && `${described}: ${fault}`;
}

/** The numbers of a result, whatever its containers say of themselves by now. */
function resultOf(scene: Scene, value: unknown): Float64Array {
  const read = scene.readers.get(value);
  if (read) return numbersOf(read());
  const isMany = (Array.isArray(value) && typeof value[0]?.[0] !== 'number') || 'x' in (value as object);
  if (!isMany) return numbersOf(value);
  const parts = Object.keys(value as object)
    .sort()
    .map((key) => (value as { [key: string]: unknown })[key]);
  return Float64Array.from(parts.flatMap((part) => [...resultOf(scene, part)]));
}

function isWritten(out: unknown): boolean {
  // Memory that has moved left an empty array behind.
  if (ArrayBuffer.isView(out)) return (out as Float32Array).some((value) => value !== UNWRITTEN);
  return Array.isArray(out) && out.flat().some((value) => value !== UNWRITTEN);
}

interface Planted {
  readonly described: string;
  /** The odd value may stand for another call: any result will do. */
  readonly isIndependent: boolean;
  /** It may not be served. */
  readonly isRefused: boolean;
}

function verdict(
  outcome: Outcome,
  expected: Outcome,
  rage: Error,
  { isIndependent, isRefused }: Planted,
): string | null {
  if ('error' in outcome) {
    if (outcome.error === rage || codeOf(outcome.error) !== undefined) return null;
    return `threw ${describeError(outcome.error)}`;
  }
  if (isRefused) return 'served, though it has no meaning';
  if (isIndependent) return null;
  return difference(expected, outcome);
}

/** Puts something odd in a place; null where the place cannot have it. */
function plant(
  spec: HostileSpec,
  backend: BackendName,
  odd: Scene,
  { holder, key, path }: Place,
  victims: ResidentImage[],
  rage: Error,
): Planted | null {
  const isResidentData = 'dispose' in holder && key === 'data';
  const value = holder[key];
  const plain = {
    described: `${spec.trick} at ${path}`,
    isIndependent: false,
    isRefused: false,
  };
  const put = (odd: unknown) =>
    Reflect.defineProperty(holder, key, { value: odd, writable: true, enumerable: true, configurable: true });
  const isObject = typeof value === 'object' && value !== null;
  switch (spec.trick) {
    case 'getter': {
      let reads = 0;
      const other = junk[spec.junk % junk.length];
      const get = () => {
        reads++;
        if (spec.effect === 'change') return reads > spec.at ? other : value;
        if (reads === spec.at) act(spec, backend, odd, victims, rage);
        return isResidentData && reads > spec.at ? other : value;
      };
      const described = `getter at ${path}, ${spec.effect} at read ${spec.at}${spec.effect === 'change' ? ` to ${describe(other)}` : ''}`;
      // What is written stays, as elsewhere.
      const set = (written: unknown) =>
        Reflect.defineProperty(holder, key, { value: written, writable: true, enumerable: true });
      const isDefined = Reflect.defineProperty(holder, key, {
        get,
        set,
        enumerable: true,
        configurable: true,
      });
      return isDefined ? { ...plain, described } : null;
    }
    case 'junk': {
      const other = junk[spec.junk % junk.length];
      return put(other)
        ? { ...plain, described: `${describe(other)} at ${path}`, isIndependent: true }
        : null;
    }
    case 'proxy':
      return isObject && put(new Proxy(value, {})) ? plain : null;
    case 'revoked': {
      if (!isObject) return null;
      const { proxy, revoke } = Proxy.revocable(value, {});
      revoke();
      return put(proxy) ? { ...plain, isRefused: isNeeded(path) } : null;
    }
    case 'hole':
      if (!Array.isArray(holder) || !/^\d+$/.test(key)) return null;
      delete holder[key as never];
      return { ...plain, isRefused: !path.includes('.out'), isIndependent: true };
    case 'realm':
      return isObject && put(elsewhere(value)) ? plain : null;
    case 'subclass':
      return isObject && ArrayBuffer.isView(value) && put(liar(value as Float32Array<ArrayBuffer>, spec))
        ? plain
        : null;
    case 'frozen':
      if (!isObject || ArrayBuffer.isView(value)) return null;
      Object.freeze(value);
      return plain;
    case 'arrayLike':
      return Array.isArray(value) && put({ ...value, length: value.length })
        ? { ...plain, isIndependent: true }
        : null;
    case 'tagged': {
      if (!isObject) return null;
      const names = ['Float32Array', 'Uint8Array', 'Array', 'Float64Array', 'DataView'];
      const tag = names[spec.junk % names.length];
      const isDefined = Reflect.defineProperty(value, Symbol.toStringTag, { value: tag });
      return isDefined ? { ...plain, described: `Symbol.toStringTag ${tag} at ${path}` } : null;
    }
  }
}

const isNeeded = (path: string) => /^args\.(image|kernel|column|row|options)$/.test(path);

function describe(value: unknown): string {
  return typeof value === 'object'
    ? inspect(value, { maxArrayLength: 6, breakLength: Infinity })
    : String(value);
}

/** The same value, made by another realm. */
function elsewhere(value: object): unknown {
  if (ArrayBuffer.isView(value)) {
    const { name } = value.constructor;
    return runInNewContext(`${name}.from(list)`, { list: [...(value as Float32Array)] });
  }
  if ('dispose' in value) return value;
  if (Array.isArray(value)) {
    return runInNewContext('list.map((row) => Array.isArray(row) ? Array.from(row) : row)', { list: value });
  }
  return runInNewContext('Object.assign({}, value)', { value });
}

/** A typed array whose class lies about what it is. */
function liar(data: Float32Array<ArrayBuffer>, { junk, seed }: HostileSpec): unknown {
  const Own = data.constructor as Float32ArrayConstructor;
  const lies = [data.length * 100, data.length - 1, 0, -1, NaN, '42', 2 ** 40];
  const other = () => new Own(1000).fill(SIGNATURE);
  class Liar extends Own<ArrayBuffer> {
    static get [Symbol.species]() {
      return Array;
    }
  }
  const lie = (name: string, descriptor: PropertyDescriptor) =>
    Object.defineProperty(Liar.prototype, name, { ...descriptor, configurable: true });
  lie('length', { get: () => lies[junk % lies.length] });
  if (seed % 3 === 0) lie('byteOffset', { get: () => 4096 });
  if (seed % 3 === 1) lie('byteLength', { get: () => 2 ** 20 });
  lie('subarray', { value: other });
  lie('slice', { value: other });
  lie('set', { value: () => undefined });
  return new Liar(
    data.buffer,
    data.byteOffset,
    Reflect.get(Object.getPrototypeOf(Float32Array.prototype), 'length', data),
  );
}

/** What a getter does while the call reads its arguments. */
function act(
  { effect }: HostileSpec,
  backend: BackendName,
  odd: Scene,
  victims: ResidentImage[],
  rage: Error,
): void {
  if (effect === 'throw') throw rage;
  effectsOf(backend, odd, victims)[effect]?.();
}

function effectsOf(
  backend: BackendName,
  { args, residents, convolver, imageData, outData }: Scene,
  victims: ResidentImage[],
): { readonly [effect: string]: () => void } {
  /** Whoever gets the memory next. */
  const claim = () => {
    const victim = allocate([ROWS, COLS], 'float32', { backend });
    victim.data.fill(SIGNATURE);
    victims.push(victim);
  };
  const dispose = (isChosen: (image: ResidentImage) => boolean) => {
    for (const image of residents) if (isChosen(image)) image.dispose();
    claim();
  };
  return {
    disposeConvolver() {
      convolver?.dispose();
      claim();
    },
    disposeImage: () => dispose((image) => image === args.image),
    disposeOut: () => dispose((image) => image !== args.image),
    detachImage: () => detach(imageData),
    detachOut: () => detach(outData),
    shrinkImage: () => resize(imageData, 0.5),
    shrinkOut: () => resize(outData, 0.5),
    growImage: () => resize(imageData, 2),
    reenter() {
      const other = (rows: number, cols: number) => nested(rows, cols, () => SIGNATURE);
      convolve2d(other(9, 9), other(5, 5), { backend });
      attempt(() => convolver?.run(other(ROWS, COLS)));
    },
    growMemory: () => allocate([1024, 1024], 'float64', { backend }).dispose(),
  };
}

function detach(data: unknown): void {
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof ArrayBuffer)) return;
  const { buffer } = data;
  // WebAssembly's memory cannot be transferred.
  attempt(() => structuredClone(buffer, { transfer: [buffer] }));
}

function resize(data: unknown, factor: number): void {
  if (!ArrayBuffer.isView(data)) return;
  const buffer = data.buffer as ArrayBuffer & { resizable?: boolean; resize(bytes: number): void };
  if (buffer.resizable) buffer.resize(Math.floor(buffer.byteLength * factor));
}
