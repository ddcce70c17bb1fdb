import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import type { BackendName, ResidentImage } from '../../src/base/types.ts';
import { allocate, convolve2d } from '../../src/index.ts';
import { nested } from '../support/containers.ts';
import { attempt } from './outcome.ts';
import { COLS, COUNT, dataOf, ROWS, type Scene, type SceneSpec, SIGNATURE } from './scene.ts';

/** One thing that is odd about the arguments of a call. Plain data. */
export interface TrickSpec extends SceneSpec {
  /** Which place of the arguments, counted through all that there are. */
  readonly place: number;
  readonly trick: (typeof tricks)[number];
  /** The read at which it happens, from 1. */
  readonly at: number;
  readonly effect: (typeof effects)[number];
  readonly junk: number;
}

/** What is put in the place of a value. */
export const tricks = [
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
  'overlap',
] as const;

/** What a getter does besides giving the value. */
export const effects = [
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

/** A value among the arguments: `holder[key]`. */
export interface Place {
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

/** Every place below a holder. */
export function placesIn(holder: { [key: string]: unknown }, path: string): Place[] {
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

/** What was made odd, and what may come of it. */
export interface Planted {
  readonly described: string;
  /** The odd value may stand for another call: any result will do. */
  readonly isIndependent: boolean;
  /** It may not be served. */
  readonly isRefused: boolean;
}

/** Puts something odd in a place; null where the place cannot have it. */
export function plant(
  spec: TrickSpec,
  backend: BackendName,
  odd: Scene,
  { holder, key, path }: Place,
  victims: ResidentImage[],
  rage: Error,
): Planted | null {
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
      const own = Object.getOwnPropertyDescriptor(holder, key)?.get;
      const other = junk[spec.junk % junk.length];
      const isChanged = spec.effect === 'change';
      // The judge reads rows of `out` too, to see the result.
      if (isChanged && /out\.\d+$/.test(path)) return null;
      let reads = 0;
      const get = () => {
        reads++;
        if (isChanged && reads > spec.at) return other;
        if (!isChanged && reads === spec.at) act(spec, backend, odd, victims, rage);
        return own ? own.call(holder) : value;
      };
      // What is written stays, as elsewhere.
      const set = (written: unknown) =>
        Reflect.defineProperty(holder, key, { value: written, writable: true, enumerable: true });
      const isDefined = Reflect.defineProperty(holder, key, {
        get,
        set,
        enumerable: true,
        configurable: true,
      });
      const described = `getter at ${path}, ${spec.effect} at read ${spec.at}${isChanged ? ` to ${describe(other)}` : ''}`;
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
      // The result then is in the other array.
      return isObject && put(elsewhere(value))
        ? { ...plain, isIndependent: /\.out\..*data$/.test(path) }
        : null;
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
    case 'overlap': {
      const { args, outData } = odd;
      const options = ('out' in args ? args : args.options) as { out?: unknown };
      if (!ArrayBuffer.isView(outData) || dataOf(options.out) !== outData) return null;
      const isImage = spec.junk % 2 === 0 && ArrayBuffer.isView(odd.imageData);
      // Where it is not the image, elements of neighbouring rows fall on one place.
      options.out = isImage
        ? odd.imageData
        : { data: outData, shape: [ROWS, COLS], stride: [1, 1], offset: 0 };
      return {
        ...plain,
        described: `an out that overlaps ${isImage ? 'the image' : 'itself'}`,
        isRefused: true,
      };
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
function liar(data: Float32Array<ArrayBuffer>, { junk, seed }: TrickSpec): unknown {
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
  { effect }: TrickSpec,
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
