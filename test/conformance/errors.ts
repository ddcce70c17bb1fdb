import type { ErrorCode } from '../../src/base/errors.ts';
import type { BackendName } from '../../src/base/types.ts';
import type { Api } from './cases/check.ts';

/*
 * Bad input. Every backend refuses it with the same class, code and message, before it writes anything.
 */

export interface BadInput {
  name: string;
  error: typeof TypeError | typeof RangeError;
  code: ErrorCode;
  message: string | RegExp;
  /** Makes the bad call. */
  run(api: Api, backend: BackendName): unknown;
  /** The memory that the call could write to. */
  memory: ArrayBufferView | number[][] | undefined;
}

/** Makes a bad call. Returns what is wrong with its refusal, or null. */
export function checkRefusal(bad: BadInput, api: Api, backend: BackendName): string | null {
  const before = structuredClone(bad.memory);
  const error = refusal(bad, api, backend);
  if (!(error instanceof bad.error)) return `${bad.error.name} expected, got ${error}`;
  const { code, message } = error as Error & { code?: string };
  if (code !== bad.code) return `${bad.code} expected, got ${code}: ${message}`;
  const same = typeof bad.message === 'string' ? bad.message === message : bad.message.test(message);
  if (!same) return `${bad.message} expected, got ${message}`;
  return String(before) === String(bad.memory) ? null : 'out was written to before the refusal';
}

/** The error of a bad call; undefined if there was none. */
export function refusal(bad: BadInput, api: Api, backend: BackendName): unknown {
  try {
    bad.run(api, backend);
    return undefined;
  } catch (error) {
    return error;
  }
}

export const badInputs: readonly BadInput[] = [
  ...images(),
  ...kernels(),
  ...settings(),
  ...sizes(),
  ...outs(),
  ...banks(),
  ...methods(),
  ...factors(),
  ...preparations(),
  ...allocations(),
  ...explanations(),
];

interface Call {
  image?: unknown;
  kernel?: unknown;
  options?: unknown;
}
type Class = BadInput['error'];

/** A call with one bad argument. If that is not `out`, there is a good `out` of the right size. */
function bad(
  name: string,
  error: Class,
  code: ErrorCode,
  message: string | RegExp,
  call: Call,
  memory?: BadInput['memory'],
): BadInput {
  const image = 'image' in call ? call.image : goodImage();
  const kernel = 'kernel' in call ? call.kernel : goodKernel();
  const out = memory ?? new Float64Array(20).fill(113);
  const run = (api: Api, backend: BackendName) => {
    const isObject =
      typeof call.options === 'object' && call.options !== null && !Array.isArray(call.options);
    const options =
      'options' in call && !isObject ? call.options : { backend, out, ...(call.options as object) };
    return api.convolve2d(image as never, kernel as never, options as never);
  };
  return { name, error, code, message, run, memory: out };
}

/** 3 x 4; the full result has 4 x 5 elements. */
function goodImage() {
  return { data: new Float64Array(12).fill(2), shape: [3, 4] };
}

function goodKernel() {
  return [
    [1, 2],
    [3, 4],
  ];
}

/** The refusal names the argument, or a part of it such as `image.shape`. */
function about(name: string): RegExp {
  return new RegExp(`^"${name}(\\.[a-z]+)?(\\[\\d\\])*" expected .+, got .+`);
}

function detached(length: number): Float64Array {
  const data = new Float64Array(length);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  return data;
}

function images(): BadInput[] {
  const kind = (name: string, image: unknown, message: string | RegExp = about('image')) =>
    bad(`image ${name}`, TypeError, 'ERR_IMAGE', message, { image });
  const value = (name: string, image: unknown, message: string | RegExp = about('image')) =>
    bad(`image ${name}`, RangeError, 'ERR_IMAGE', message, { image });
  const data = new Float64Array(12);
  const array = (more: object) => ({ data, shape: [3, 4], ...more });
  const pixels = (more: object) => ({ data, width: 3, height: 1, ...more });
  return [
    kind('undefined', undefined),
    kind('null', null),
    kind('a string', 'photo.png'),
    kind('a number', 5),
    kind('a function', () => [[1]]),
    kind('an empty object', {}),
    kind('a bare typed array', data),
    kind('a buffer', data.buffer),
    kind(
      'a flat array',
      [1, 2, 3, 4],
      '"image" expected rows of numbers such as [[1, 2, 3, …]], got numbers',
    ),
    kind('rows of typed arrays', [data]),
    kind('rows with a string', [[1, '2']]),
    kind('rows with null', [[1, null]]),
    kind('rows with undefined', [[1, undefined]]),
    // biome-ignore lint/suspicious/noSparseArray: the hole is the point
    kind('rows with a hole', [[1, , 3]]),
    kind('rows with a bigint', [[1n]], '"image" expected numbers, got 1n at [0][0]'),
    kind('with null for a row', [[1], null]),
    kind('without data', { shape: [3, 4] }),
    kind('with an array as data', array({ data: [1, 2, 3] })),
    kind('of bigints', array({ data: new BigInt64Array(12) })),
    kind('with a DataView', array({ data: new DataView(data.buffer) })),
    kind('with a number as shape', array({ shape: 12 })),
    kind('with a string in its shape', array({ shape: [3, '4'] })),
    kind('with a string in its stride', array({ stride: ['4', 1] })),
    kind('with a string as offset', array({ offset: '0' })),
    kind('with a string as width', pixels({ width: '3' })),
    kind('with a string as channels', pixels({ channels: '4' })),
    kind('with a width alone', { data, width: 3 }),

    value('without rows', [], '"image" expected at least 1 x 1, got 0 x 0'),
    value('without columns', [[], []], '"image" expected at least 1 x 1, got 2 x 0'),
    value('with ragged rows', [[1, 2], [3]], '"image" expected rows of equal length (2), got 1 in row 1'),
    value('of no rows', array({ shape: [0, 4] })),
    value('of no columns', array({ shape: [3, 0] })),
    value('of no channels', array({ shape: [3, 4, 0] })),
    value('of one axis', array({ shape: [12] })),
    value('of four axes', array({ shape: [3, 4, 1, 1] })),
    value('of no axes', array({ shape: [] })),
    value('of negative size', array({ shape: [3, -4] })),
    value('of two negative sizes', array({ shape: [-3, -4] })),
    value('of fractional size', array({ shape: [3, 3.5] })),
    value('of NaN columns', array({ shape: [3, NaN] })),
    value('of infinite size', array({ shape: [Infinity, 4] })),
    value('of more than 2^53 elements', array({ shape: [2 ** 27, 2 ** 27] })),
    value('of more than 2^53 rows', array({ shape: [2 ** 53, 1] })),
    value(
      'of zero strides and more than 2^53 elements',
      array({ shape: [2 ** 27, 2 ** 27], stride: [0, 0] }),
    ),
    value(
      'longer than its data',
      array({ shape: [3, 5] }),
      '"image" expected data of at least 15 elements (3 x 5), got 12',
    ),
    value('longer than its data, with channels', array({ shape: [3, 4, 2] })),
    value(
      'of colours declared gray',
      array({ shape: [2, 2] }),
      '"image" expected data of 4 elements (2 x 2) unless "stride" or "offset" is given, got 12',
    ),
    value('shorter than its data, with channels', array({ shape: [3, 1, 3] })),
    value('whose stride leaves its data', array({ stride: [5, 1] })),
    value('whose offset leaves its data', array({ offset: 1 })),
    value('whose stride begins before its data', array({ stride: [-4, 1], offset: 7 })),
    value('whose columns begin before its data', array({ stride: [4, -1], offset: 2 })),
    value('with a negative offset', array({ offset: -1, stride: [4, 1] })),
    value('with a fractional offset', array({ offset: 0.5 })),
    value('with an offset of NaN', array({ offset: NaN })),
    value('with a fractional stride', array({ stride: [3.5, 1] })),
    value('with a stride of NaN', array({ stride: [4, NaN] })),
    value('with too few strides', array({ stride: [4] })),
    value('with too many strides', array({ stride: [4, 1, 1] })),
    value('of more pixels than data', pixels({ width: 4 })),
    value('of fewer pixels than data', pixels({ width: 2 })),
    value('of other channels than its data', pixels({ channels: 3 })),
    value('of no width', pixels({ width: 0 })),
    value('of negative height', pixels({ height: -1 })),
    value('of fractional width', pixels({ width: 1.5, height: 2 })),
    value('of NaN height', pixels({ height: NaN })),
    value('of pixels without channels', pixels({ channels: 0 })),
    value('of half a channel', pixels({ channels: 0.5 })),
    bad(
      'image in a detached buffer',
      TypeError,
      'ERR_DETACHED',
      '"image" expected data in memory, got a detached buffer',
      { image: { data: detached(12), shape: [3, 4] } },
    ),
    bad('pixels in a detached buffer', TypeError, 'ERR_DETACHED', about('image'), {
      image: { data: detached(12), width: 3, height: 1 },
    }),
  ];
}

function kernels(): BadInput[] {
  const kind = (name: string, kernel: unknown, message: string | RegExp = about('kernel')) =>
    bad(`kernel ${name}`, TypeError, 'ERR_KERNEL', message, { kernel });
  const value = (name: string, kernel: unknown, message: string | RegExp = about('kernel')) =>
    bad(`kernel ${name}`, RangeError, 'ERR_KERNEL', message, { kernel });
  const data = new Float32Array(9);
  return [
    kind('undefined', undefined),
    kind('null', null),
    kind('a string', 'sobel'),
    kind('a bare typed array', data),
    kind('a flat array', [1, 0, -1], '"kernel" expected rows of numbers such as [[1, 0, -1]], got numbers'),
    kind('with a number for a row', [[1], 2], '"kernel" expected rows of numbers, got 2 as row 1'),
    kind('with a string for its first row', ['1'], '"kernel" expected rows of numbers, got "1" as row 0'),
    kind('of strings', [['1']]),
    kind('of booleans', [[true]]),
    kind('of bigints', { data: new BigUint64Array(4), shape: [2, 2] }),
    kind('pixels', { data, width: 3, height: 3, channels: 1 }),
    value('without rows', [], '"kernel" expected at least 1 x 1, got 0 x 0'),
    value('without columns', [[], [], []], '"kernel" expected at least 1 x 1, got 3 x 0'),
    value('of no rows', { data, shape: [0, 3] }, '"kernel" expected at least 1 x 1, got 0 x 3'),
    value('with ragged rows', [
      [1, 2],
      [3, 4],
      [5, 6, 7],
    ]),
    value('longer than its data', { data, shape: [3, 4] }),
    value('shorter than its data', { data, shape: [2, 4] }),
    value('of one axis', { data, shape: [9] }),
    value('of negative size', { data, shape: [-3, 3] }),
    value('of more than 2^53 elements', { data, shape: [2 ** 30, 2 ** 30], stride: [0, 0] }),
    value('with channels', { data, shape: [1, 3, 3] }),
    bad('kernel in a detached buffer', TypeError, 'ERR_DETACHED', about('kernel'), {
      kernel: { data: detached(4), shape: [2, 2] },
    }),
  ];
}

function anchors(): BadInput[] {
  const refused = (
    given: object,
    error: Class,
    code: ErrorCode,
    message: string | RegExp = about('anchor'),
  ) => bad(`anchor: ${show(given)}`, error, code, message, { options: given }, new Float64Array(12));
  const same = (anchor: unknown, error: Class, message?: string) =>
    refused({ mode: 'same', anchor }, error, 'ERR_OPTION', message);
  const conflict = (given: object, got: string) =>
    refused(given, TypeError, 'ERR_CONFLICT', `"anchor" expected mode "same", got ${got}`);
  return [
    same(1, TypeError, '"anchor" expected [row, column], got 1'),
    same('centre', TypeError),
    same(null, TypeError),
    same([0, '1'], TypeError),
    same([0], RangeError, '"anchor" expected [row, column], got [0]'),
    same([0, 0, 0], RangeError),
    same([-1, -1], RangeError, '"anchor" expected an integer of at least 0, got -1'),
    same([0.5, 0], RangeError),
    same([0, 2], RangeError, '"anchor" expected a column of the kernel, which has 2, got 2'),
    same([2, 0], RangeError, '"anchor" expected a row of the kernel, which has 2, got 2'),
    conflict({ anchor: [0, 0] }, 'mode "full"'),
    conflict({ anchor: [0, 0], mode: 'valid' }, 'mode "valid"'),
    conflict({ anchor: [0, 0], padding: 1 }, '"padding"'),
  ];
}

function settings(): BadInput[] {
  const kind = (option: string, given: unknown, message: string | RegExp = about(option)) =>
    bad(`${option}: ${show(given)}`, TypeError, 'ERR_OPTION', message, { options: { [option]: given } });
  const value = (option: string, given: unknown, message: string | RegExp = about(option)) =>
    bad(`${option}: ${show(given)}`, RangeError, 'ERR_OPTION', message, { options: { [option]: given } });
  const paddings = 'p, [rows, columns] or [[top, bottom], [left, right]]';
  const whole = (name: string, options: unknown) =>
    bad(`options ${name}`, TypeError, 'ERR_OPTION', about('options'), { options });
  return [
    whole('null', null),
    whole('a string', 'same'),
    whole('a number', 5),
    whole('an array', ['same']),
    bad('a misspelt option', TypeError, 'ERR_OPTION', /^"options" expected .*boundary.*, got "boundry"$/, {
      options: { boundry: 'wrap' },
    }),
    bad('a misspelt option that is undefined', TypeError, 'ERR_OPTION', about('options'), {
      options: { strides: undefined },
    }),
    bad(
      'mode and padding',
      TypeError,
      'ERR_CONFLICT',
      '"options" expected either "mode" or "padding", got both',
      {
        options: { mode: 'full', padding: 1 },
      },
    ),
    value('mode', 'middle', '"mode" expected one of full, same, valid, got "middle"'),
    value('mode', 'constructor'),
    kind('mode', 3),
    kind('mode', null),
    value('boundary', 'zero', '"boundary" expected one of fill, wrap, symm, reflect, edge, got "zero"'),
    value('boundary', 'toString'),
    kind('boundary', 0),
    value(
      'boundary',
      ['fill', 'wrap', 'edge'],
      '"boundary" expected one name, or two: [rows, columns], got ["fill", "wrap", "edge"]',
    ),
    value('boundary', ['fill', 'zero'], /^"boundary" expected one of fill, .*, got "zero"$/),
    value('boundary', []),
    kind('boundary', ['wrap', undefined]),
    kind('boundary', [['wrap', 'wrap'], 'wrap']),
    ...anchors(),
    value('dtype', 'float16'),
    value('dtype', 'Float32Array'),
    kind('dtype', Float32Array),
    value('method', 'magic'),
    kind('method', true),
    value('backend', 'magic'),
    kind('backend', 1),
    kind('deterministic', 1),
    kind('fillvalue', '0'),
    kind('fillvalue', null),
    kind('fillvalue', [0]),
    kind('delta', '1', '"delta" expected a number, got "1"'),
    kind('delta', 1n, '"delta" expected a number, got 1n'),
    value('stride', 0, '"stride" expected an integer of at least 1, got 0'),
    value('stride', -1),
    value('stride', 1.5),
    value('stride', NaN),
    value('stride', Infinity),
    value('stride', [1, 0]),
    value('stride', [1, 2, 3]),
    value('stride', [1]),
    value('stride', []),
    kind('stride', '2'),
    kind('stride', null),
    kind('stride', [1, '2']),
    value('dilation', 0),
    value('dilation', [2, 0.5]),
    value('dilation', [1, 1, 1]),
    kind('dilation', {}),
    value('padding', -1),
    value('padding', 1.5),
    value('padding', NaN),
    value('padding', [1, -1]),
    value('padding', [1, 1, 1, 1], `"padding" expected ${paddings}, got [1, 1, 1, 1]`),
    value('padding', [1]),
    value('padding', []),
    value('padding', [
      [1, -1],
      [0, 0],
    ]),
    value('padding', [[1, 2], [3]]),
    value('padding', [[1, 2], 3]),
    value('padding', [[1, 2]]),
    value(
      'padding',
      [
        [1, 2],
        [3, 4, 5],
      ],
      `"padding" expected ${paddings}, got [[1, 2], [3, 4, 5]]`,
    ),
    kind('padding', '1', `"padding" expected ${paddings}, got "1"`),
    kind('padding', 'same', `"padding" expected ${paddings}, got "same", which is a "mode"`),
    kind('padding', null),
    kind('padding', {}),
    kind('padding', [1, '2']),
    kind('padding', [1, undefined]),
    kind('padding', [
      [1, 2],
      [3, '4'],
    ]),
  ];
}

/** Results of size 0, or of a size that no number holds. */
function sizes(): BadInput[] {
  const size = (name: string, kernel: unknown, options: object, message: RegExp = about('kernel')) =>
    bad(name, RangeError, 'ERR_SIZE', message, { kernel, options });
  const kernel = (rows: number, cols: number) => ({
    data: new Float64Array(rows * cols),
    shape: [rows, cols],
  });
  return [
    size('a kernel wider than the image, in mode valid', kernel(1, 5), { mode: 'valid' }),
    size('a kernel taller than the image, in mode valid', kernel(4, 4 - 1), { mode: 'valid' }),
    size('a dilated kernel wider than the image, in mode valid', kernel(2, 2), {
      mode: 'valid',
      dilation: [1, 4],
    }),
    size('a dilated kernel larger than the image, in mode valid', kernel(2, 2), {
      mode: 'valid',
      dilation: 9,
    }),
    size('a kernel larger than the padded image', kernel(5, 6), { padding: 0 }),
    size('a kernel taller than the padded image', kernel(6, 2), { padding: [1, 9] }),
    size('a kernel wider than the padded image', kernel(1, 8), {
      padding: [
        [9, 9],
        [1, 2],
      ],
    }),
    size(
      'padding that leaves more than 2^53 results',
      goodKernel(),
      { padding: 2 ** 40 },
      /^"[a-z]+" expected .+, got .+/,
    ),
    size(
      'padding beyond 2^53',
      goodKernel(),
      {
        padding: [
          [0, 0],
          [2 ** 52, 2 ** 52],
        ],
      },
      /^"[a-z]+" expected .+, got .+/,
    ),
    size('dilation beyond 2^53', kernel(4, 4), { dilation: 2 ** 52 }, /^"[a-z]+" expected .+, got .+/),
  ];
}

function outs(): BadInput[] {
  const image = goodImage();
  const call = (out: unknown, options: object = {}) => ({ image, options: { ...options, out } });
  const kind = (name: string, out: unknown) =>
    bad(`out ${name}`, TypeError, 'ERR_OUT', about('out'), call(out));
  const value = (
    name: string,
    out: ArrayBufferView | number[][] | object,
    message: string | RegExp = about('out'),
  ) =>
    bad(
      `out ${name}`,
      RangeError,
      'ERR_OUT',
      message,
      call(out),
      ArrayBuffer.isView(out) || Array.isArray(out) ? (out as never) : (out as { data: Float64Array }).data,
    );
  const full = (length: number) => new Float64Array(length).fill(113);
  const conflict = (name: string, out: { data: Float64Array } | Float64Array) =>
    bad(
      name,
      TypeError,
      'ERR_CONFLICT',
      about('out'),
      call(out, { dtype: 'float32' }),
      ArrayBuffer.isView(out) ? out : out.data,
    );
  const overlapping = (name: string, shared: Float64Array, more: object) =>
    bad(
      `out ${name}`,
      RangeError,
      'ERR_OVERLAP',
      '"out" expected memory apart from the image, got an overlap',
      {
        image: { data: shared.subarray(0, 12), shape: [3, 4] },
        options: { out: { data: shared, shape: [4, 5], ...more } },
      },
      shared,
    );
  const wide = full(60);
  return [
    kind('null', null),
    kind('a string', 'result'),
    kind('a number', 20),
    kind('an empty object', {}),
    kind('a buffer', new ArrayBuffer(160)),
    kind('of bigints', new BigInt64Array(20)),
    kind('with an array as data', { data: new Array(20).fill(0), shape: [4, 5] }),
    kind('a DataView', new DataView(new ArrayBuffer(160))),
    value('too short', full(19), '"out" expected 20 elements (4 x 5), got 19'),
    value('too long', full(21)),
    value('of another shape', { data: full(20), shape: [5, 4] }),
    value('with channels', { data: full(20), shape: [4, 5, 2] }),
    value('longer than its data', { data: full(19), shape: [4, 5] }),
    value('shorter than its data', { data: full(21), shape: [4, 5] }),
    value('whose offset leaves its data', { data: full(20), shape: [4, 5], offset: 1 }),
    value('with a negative stride that leaves its data', { data: full(20), shape: [4, 5], stride: [-5, 1] }),
    value('with a stride of 0', { data: full(20), shape: [4, 5], stride: [0, 1] }),
    value('of another width', { data: full(24), width: 6, height: 4, channels: 1 }),
    value('of fewer pixels than data', { data: full(24), width: 5, height: 4, channels: 1 }),
    value(
      'with a row too few',
      Array.from({ length: 3 }, () => [1, 2, 3, 4, 5]),
    ),
    value(
      'with a column too few',
      Array.from({ length: 4 }, () => [1, 2, 3, 4]),
    ),
    value('with ragged rows', [[1, 2, 3, 4, 5], [1], [1], [1]]),
    conflict('an out of another type than dtype', full(20)),
    conflict('an out array of another type than dtype', { data: full(20), shape: [4, 5] } as never),
    bad('out in a detached buffer', TypeError, 'ERR_DETACHED', about('out'), call(detached(20))),
    bad(
      'out array in a detached buffer',
      TypeError,
      'ERR_DETACHED',
      about('out'),
      call({ data: detached(20), shape: [4, 5] }),
    ),
    overlapping('that is the image', full(20), {}),
    overlapping('that begins in the image', wide, { offset: 11 }),
    overlapping('that ends in the image', wide, { data: wide, stride: [-5, -1], offset: 19 }),
  ];
}

/** A bad call of any function. */
function badCall(
  name: string,
  [error, code]: readonly [Class, ErrorCode],
  message: string | RegExp,
  run: BadInput['run'],
  memory?: BadInput['memory'],
): BadInput {
  return { name, error, code, message, run, memory };
}

function wrongKind(code: ErrorCode): [Class, ErrorCode] {
  return [TypeError, code];
}

function wrongValue(code: ErrorCode): [Class, ErrorCode] {
  return [RangeError, code];
}

function banks(): BadInput[] {
  const kernel = goodKernel();
  const results = () => [new Float64Array(20).fill(113), new Float64Array(20).fill(113)];
  const bank = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    kernels: unknown,
    out?: unknown,
  ) => {
    const outs = (out ?? results()) as Float64Array[];
    const call = (api: Api, backend: BackendName) =>
      api.convolve2d(goodImage(), kernels as never, { backend, out: outs as never });
    return badCall(name, error, message, call, outs as never);
  };
  const shared = new Float64Array(20).fill(113);
  return [
    bank('a bank whose second kernel is empty', wrongValue('ERR_KERNEL'), about('kernel'), [kernel, []]),
    bank('a bank with a number among kernels', wrongKind('ERR_KERNEL'), about('kernel'), [kernel, 5]),
    bank(
      'a bank with too few outs',
      wrongValue('ERR_OUT'),
      '"out" expected 2 elements, one for each kernel, got 1',
      [kernel, kernel],
      [new Float64Array(20)],
    ),
    bank(
      'a bank with a single out',
      wrongKind('ERR_OUT'),
      /^"out" expected an array with one element for each kernel, got /,
      [kernel, kernel],
      new Float64Array(20),
    ),
    bank('a bank with an out of another size', wrongValue('ERR_OUT'), about('out'), [kernel, [[1]]]),
    bank(
      'a bank with one out for two results',
      wrongValue('ERR_OVERLAP'),
      '"out" expected memory apart from that of other results, got an overlap',
      [kernel, kernel],
      [shared, shared],
    ),
    bank(
      'a bank with outs of two types',
      wrongKind('ERR_CONFLICT'),
      about('out'),
      [kernel, kernel],
      [new Float64Array(20), new Float32Array(20)],
    ),
  ];
}

function methods(): BadInput[] {
  const unable = (name: string, kernel: unknown, options: object, reason: string) =>
    bad(
      name,
      RangeError,
      'ERR_METHOD',
      new RegExp(`^"method" expected one that can compute this, got "[a-z]+": .*${reason}`),
      {
        kernel,
        options,
      },
    );
  const fft = { method: 'fft' };
  return [
    unable(
      'separable passes for a kernel that is no sum of few products',
      goodKernel(),
      { method: 'separable' },
      'no outer product',
    ),
    unable(
      'transforms of NaN',
      [
        [1, NaN],
        [3, 4],
      ],
      fft,
      'infinities or NaN',
    ),
    unable(
      'transforms of an infinite fill value',
      goodKernel(),
      { ...fft, fillvalue: -Infinity },
      'not finite',
    ),
    unable(
      'transforms of taps that underflow',
      [
        [1e-320, 0],
        [0, 0],
      ],
      fft,
      'underflow',
    ),
  ];
}

function factors(): BadInput[] {
  const taps = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    column: unknown,
    row: unknown,
  ) => {
    const out = new Float64Array(20).fill(113);
    const call = (api: Api, backend: BackendName) =>
      api.sepConvolve2d(goodImage(), column as never, row as never, { backend, out });
    return badCall(`sepConvolve2d with ${name}`, error, message, call, out);
  };
  const kind = wrongKind('ERR_KERNEL');
  return [
    taps('no column', kind, '"column" expected a list of numbers, got undefined', undefined, [1, 2]),
    taps('no row', kind, '"row" expected a list of numbers, got undefined', [1, 2], undefined),
    taps('a number for a row', kind, about('row'), [1, 2], 3),
    taps('strings', kind, '"row" expected numbers, got "1" at [0]', [1, 2], ['1']),
    taps('rows of numbers', kind, about('column'), [[1], [2]], [1, 2]),
    taps('bigints', kind, about('row'), [1, 2], new BigInt64Array(2)),
    taps(
      'an empty column',
      wrongValue('ERR_KERNEL'),
      '"column" expected at least 1 number, got 0',
      [],
      [1, 2],
    ),
    taps(
      'an empty typed row',
      wrongValue('ERR_KERNEL'),
      '"row" expected at least 1 number, got 0',
      [1, 2],
      new Float32Array(0),
    ),
    taps('more taps than out has room for', wrongValue('ERR_OUT'), about('out'), [1, 2, 3], [1, 2]),
    badCall(
      'sepConvolve2d with an image that is none',
      wrongKind('ERR_IMAGE'),
      about('image'),
      (api, backend) => api.sepConvolve2d(5 as never, [1], [1], { backend }),
    ),
    badCall(
      'sepConvolve2d with an unknown option',
      wrongKind('ERR_OPTION'),
      about('options'),
      (api, backend) => api.sepConvolve2d(goodImage(), [1], [1], { backend, boundry: 1 } as never),
    ),
  ];
}

function preparations(): BadInput[] {
  const made = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    options: unknown,
    kernel: unknown = goodKernel(),
  ) =>
    badCall(`prepare ${name}`, error, message, (api, backend) => {
      const given = typeof options === 'object' && options !== null ? { backend, ...options } : options;
      return api.prepare(kernel as never, given as never);
    });
  const shape = [3, 4];
  const ran = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    image: unknown,
    out?: unknown,
  ) =>
    badCall(
      `a prepared kernel run on ${name}`,
      error,
      message,
      (api, backend) => {
        const convolver = api.prepare(goodKernel(), { shape, backend });
        try {
          return convolver.run(image as never, out as never);
        } finally {
          convolver.dispose();
        }
      },
      out as never,
    );
  return [
    made('without options', wrongKind('ERR_OPTION'), about('options'), undefined),
    made(
      'without a shape',
      wrongKind('ERR_OPTION'),
      '"shape" expected [rows, columns] or [rows, columns, channels], got undefined',
      {},
    ),
    made('for a shape of one axis', wrongValue('ERR_OPTION'), about('shape'), { shape: [3] }),
    made('for a shape of four axes', wrongValue('ERR_OPTION'), about('shape'), { shape: [3, 4, 1, 1] }),
    made('for a shape of strings', wrongKind('ERR_OPTION'), about('shape'), { shape: ['3', 4] }),
    made('for an empty shape', wrongValue('ERR_OPTION'), about('shape'), { shape: [0, 4] }),
    made('for no channels', wrongValue('ERR_OPTION'), about('shape'), { shape: [3, 4, 0] }),
    made('for half a row', wrongValue('ERR_OPTION'), about('shape'), { shape: [0.5, 4] }),
    made('for more than 2^53 elements', wrongValue('ERR_OPTION'), about('shape'), {
      shape: [2 ** 30, 2 ** 30],
    }),
    made(
      'for an unknown operation',
      wrongValue('ERR_OPTION'),
      '"operation" expected one of convolve2d, correlate2d, got "blur"',
      { shape, operation: 'blur' },
    ),
    made('for an operation that is a number', wrongKind('ERR_OPTION'), about('operation'), {
      shape,
      operation: 1,
    }),
    made('with an unknown option', wrongKind('ERR_OPTION'), about('options'), { shape, size: 3 }),
    made('with an unknown element type', wrongValue('ERR_OPTION'), about('dtype'), {
      shape,
      dtype: 'float16',
    }),
    made('with mode and padding', wrongKind('ERR_CONFLICT'), about('options'), {
      shape,
      mode: 'same',
      padding: 1,
    }),
    made('a kernel that is none', wrongKind('ERR_KERNEL'), about('kernel'), { shape }, 7),
    made('a filter of no known name', wrongValue('ERR_KERNEL'), about('kernel'), { shape }, 'sobell'),
    made(
      'a kernel taller than the image, in mode valid',
      wrongValue('ERR_SIZE'),
      about('kernel'),
      { shape, mode: 'valid' },
      [[1], [1], [1], [1]],
    ),
    made('by a method that cannot serve', wrongValue('ERR_METHOD'), about('method'), {
      shape,
      method: 'separable',
    }),
    ran('an image of another shape', wrongValue('ERR_SIZE'), '"image" expected 3 x 4, got 4 x 3', {
      data: new Float32Array(12),
      shape: [4, 3],
    }),
    ran('an image with channels', wrongValue('ERR_SIZE'), '"image" expected 3 x 4, got 3 x 4 x 2', {
      data: new Float32Array(24),
      shape: [3, 4, 2],
    }),
    ran('no image', wrongKind('ERR_IMAGE'), about('image'), undefined),
    ran(
      'an image into an out that is too short',
      wrongValue('ERR_OUT'),
      about('out'),
      goodImage(),
      new Float64Array(19).fill(113),
    ),
    ran('an image into null', wrongKind('ERR_OUT'), about('out'), goodImage(), null),
    badCall(
      'a prepared kernel that was disposed of',
      wrongKind('ERR_DISPOSED'),
      '"convolver" expected one that is in use, got one that was disposed of',
      (api, backend) => {
        const convolver = api.prepare(goodKernel(), { shape, backend });
        convolver.dispose();
        return convolver.run(goodImage());
      },
    ),
  ];
}

function allocations(): BadInput[] {
  const made = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    shape: unknown,
    dtype: unknown,
    options?: unknown,
  ) =>
    badCall(`allocate ${name}`, error, message, (api, backend) =>
      api.allocate(shape as never, dtype as never, (options ?? { backend }) as never),
    );
  return [
    made(
      'without a shape',
      wrongKind('ERR_OPTION'),
      '"shape" expected [rows, columns] or [rows, columns, channels], got undefined',
      undefined,
      'float32',
    ),
    made('a shape of one axis', wrongValue('ERR_OPTION'), about('shape'), [12], 'float32'),
    made('a negative shape', wrongValue('ERR_OPTION'), about('shape'), [3, -4], 'float32'),
    made('a shape of NaN', wrongValue('ERR_OPTION'), about('shape'), [3, NaN], 'float32'),
    made('a shape of bigints', wrongKind('ERR_OPTION'), about('shape'), [3n, 4n], 'float32'),
    made(
      'pixels without a height',
      wrongKind('ERR_OPTION'),
      '"height" expected an integer of at least 1, got undefined',
      { width: 3 },
      'uint8',
    ),
    made('pixels of no width', wrongValue('ERR_OPTION'), about('width'), { width: 0, height: 3 }, 'uint8'),
    made(
      'pixels of half a channel',
      wrongValue('ERR_OPTION'),
      about('channels'),
      { width: 3, height: 3, channels: 0.5 },
      'uint8',
    ),
    made('an unknown element type', wrongValue('ERR_OPTION'), about('dtype'), [3, 4], 'bool'),
    made(
      'with an unknown option',
      wrongKind('ERR_OPTION'),
      '"options" expected only backend, shared, got "method"',
      [3, 4],
      'uint8',
      { method: 'fft' },
    ),
    made('with a string for options', wrongKind('ERR_OPTION'), about('options'), [3, 4], 'uint8', 'js'),
    made('on an unknown backend', wrongValue('ERR_OPTION'), about('backend'), [3, 4], 'uint8', {
      backend: 'gpu',
    }),
    made('shared by a number', wrongKind('ERR_OPTION'), about('shared'), [3, 4], 'uint8', { shared: 1 }),
    made('more than memory holds', wrongValue('ERR_MEMORY'), about('image'), [2 ** 25, 2 ** 25], 'float64'),
    badCall(
      'an allocated image that was disposed of',
      wrongKind('ERR_DISPOSED'),
      '"image" expected one that is in use, got one that was disposed of',
      (api, backend) => {
        const image = api.allocate([3, 4], 'float32', { backend });
        image.dispose();
        return api.convolve2d(image, goodKernel(), { backend });
      },
    ),
  ];
}

function explanations(): BadInput[] {
  const made = (
    name: string,
    error: readonly [Class, ErrorCode],
    message: string | RegExp,
    options: object,
    kernel: unknown = goodKernel(),
  ) =>
    badCall(`explain ${name}`, error, message, (api, backend) =>
      api.explain(goodImage(), kernel as never, { backend, ...options } as never),
    );
  return [
    made('an unknown operation', wrongValue('ERR_OPTION'), about('operation'), { operation: 'blur' }),
    made('an unknown option', wrongKind('ERR_OPTION'), about('options'), { shape: [3, 4] }),
    made('a kernel that is none', wrongKind('ERR_KERNEL'), about('kernel'), {}, 7),
    made('a method that cannot serve', wrongValue('ERR_METHOD'), about('method'), { method: 'separable' }),
    made('an out of another type than dtype', wrongKind('ERR_CONFLICT'), about('out'), {
      dtype: 'uint8',
      out: new Float32Array(20),
    }),
  ];
}

function show(value: unknown): string {
  return typeof value === 'bigint'
    ? `${value}n`
    : typeof value === 'number'
      ? `${value}`
      : (JSON.stringify(value) ?? String(value));
}
