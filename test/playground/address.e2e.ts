import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offeredCells } from '../../demo/playground/src/benchmark/cells.ts';
import {
  alphaTitles,
  boundaryTitles,
  dtypeTitles,
  methodTitles,
  modeTitles,
  nanTitles,
  operationTitles,
  precisionTitles,
  resultDTypeTitles,
} from '../../demo/playground/src/options/choices.ts';
import { sampleNames } from '../../demo/playground/src/picture/samples.ts';
import { decodeState, encodeState, sentenceOn } from '../../demo/playground/src/state/address.ts';
import type { OwnFile } from '../../demo/playground/src/state/picture-codec.ts';
import {
  benchmarkTimesMs,
  colourMaps,
  initialState,
  type KernelChoice,
  languages,
  type PictureChoice,
  type State,
  speeds,
  tabs,
  tutorialSteps,
} from '../../demo/playground/src/state/state.ts';

const nameIn = <Name extends string>(titles: { readonly [name in Name]: string }) =>
  fc.constantFrom(...(Object.keys(titles) as Name[]));
const pairOf = <T>(item: fc.Arbitrary<T>) => fc.tuple(item, item);
const taps = (length: number) =>
  fc.array(fc.double({ min: -1e150, max: 1e150, noNaN: true }), {
    minLength: length,
    maxLength: length,
    size: 'max',
  });
const side = fc.integer({ min: 1, max: 31 });

const kernel: fc.Arbitrary<KernelChoice> = fc.oneof(
  fc
    .tuple(side, side)
    .chain(([rows, columns]) => fc.array(taps(columns), { minLength: rows, maxLength: rows, size: 'max' }))
    .map((rows) => ({ from: 'grid' as const, rows })),
  fc
    .tuple(side.chain(taps), side.chain(taps))
    .map(([column, row]) => ({ from: 'outer' as const, column, row })),
  fc.constantFrom<KernelChoice>(
    { from: 'preset', name: 'scharrY', options: {} },
    { from: 'preset', name: 'gaussian', options: { sigma: 1.5, truncate: 3 } },
    { from: 'preset', name: 'gaussian', options: { sigma: [1, 2], size: 5 } },
    { from: 'preset', name: 'gaussian1d', options: { sigma: 2 }, isColumn: true },
    { from: 'preset', name: 'motionBlur', options: { length: 7, angle: -0.25 } },
    { from: 'preset', name: 'gaussian', options: { sigma: [1, 2], order: [0, 1] } },
    { from: 'preset', name: 'gaussian1d', options: { sigma: 2 }, isColumn: true },
    { from: 'preset', name: 'gaussian1d', options: {}, isColumn: true },
  ),
);

const picture: fc.Arbitrary<PictureChoice> = fc.oneof(
  fc.constantFrom(...sampleNames).map((name) => ({ from: 'sample' as const, name })),
  fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }).map((address) => ({
    from: 'address' as const,
    address,
  })),
  fc.constant({ from: 'camera' as const }),
);

const states: fc.Arbitrary<State> = fc.record(
  {
    tab: fc.constantFrom(...tabs),
    tutorial: fc.constantFrom(...tutorialSteps),
    picture,
    maxSidePx: fc.integer({ min: 1, max: 2048 }),
    isColour: fc.boolean(),
    imageDType: nameIn(dtypeTitles),
    kernel,
    normalize: fc.boolean(),
    operation: nameIn(operationTitles),
    mode: nameIn(modeTitles),
    padding: pairOf(pairOf(fc.integer({ min: 0, max: 512 }))),
    boundary: pairOf(nameIn(boundaryTitles)),
    fillvalue: fc.double(),
    stride: pairOf(fc.integer({ min: 1, max: 32 })),
    dilation: pairOf(fc.integer({ min: 1, max: 64 })),
    delta: fc.double(),
    dtype: nameIn(resultDTypeTitles),
    precision: nameIn(precisionTitles),
    alpha: nameIn(alphaTitles),
    nan: nameIn(nanTitles),
    method: nameIn(methodTitles),
    layout: fc.constantFrom('beside' as const, 'slider' as const),
    sliderPercent: fc.integer({ min: 0, max: 100 }),
    colourMap: fc.constantFrom(...colourMaps),
    pointed: fc.option(pairOf(fc.nat(5000))),
    channel: fc.integer({ min: 0, max: 3 }),
    speed: fc.constantFrom(...speeds),
    language: fc.constantFrom(...languages),
    problems: fc.subarray(offeredCells.map(({ name }) => name)),
    benchmarkTimeMs: fc.constantFrom(...benchmarkTimesMs),
    withOpencv: fc.boolean(),
    zoom: fc.record(
      {
        factor: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
        x: fc.double({ min: -100, max: 100, noNaN: true }),
        y: fc.double({ min: -100, max: 100, noNaN: true }),
      },
      { noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);

describe('the address', () => {
  it('is empty for the initial state, and short for one near to it', () => {
    expect(encodeState(initialState)).toBe('');
    const near: State = {
      ...initialState,
      picture: { from: 'sample', name: 'zone' },
      kernel: {
        from: 'grid',
        rows: [
          [1, -0.5],
          [3, -0],
        ],
      },
      padding: [
        [1, 2],
        [1, 2],
      ],
      stride: [2, 3],
      fillvalue: 1e21,
    };
    expect(encodeState(near)).toBe('picture=zone&kernel=1,-0.5;3,-0&padding=1,2&fillvalue=1e21&stride=2,3');
  });

  it('has floats for the sample with holes, unless it says otherwise', () => {
    expect(decodeState('picture=holes').state.imageDType).toBe('float32');
    const bytes = decodeState('elements=uint8clamped&picture=holes').state;
    expect(bytes.imageDType).toBe('uint8clamped');
    expect(encodeState(bytes)).toBe('picture=holes&elements=uint8clamped');
    expect(decodeState('picture=noise').state.imageDType).toBe('uint8clamped');
  });

  it('has kernels by name that are too large to edit, of up to 255 taps', () => {
    for (const kernel of ['gaussian:sigma=8', 'box:size=255', 'motionBlur:length=255']) {
      expect(encodeState(decodeState(`kernel=${kernel}`).state)).toBe(`kernel=${kernel}`);
    }
  });

  it('gives every state back', () => {
    fc.assert(
      fc.property(states, (state) => {
        const { state: back, file, unknown } = decodeState(encodeState(state));
        expect(unknown).toEqual([]);
        expect(file).toBeNull();
        expect(back).toStrictEqual(state);
      }),
    );
  });

  it('survives programs that escape all that is neither letter nor number', () => {
    fc.assert(
      fc.property(states, (state) => {
        const escaped = encodeState({ ...state, picture: initialState.picture }).replace(
          /[,;:*]/g,
          (sign) => `%${sign.charCodeAt(0).toString(16)}`,
        );
        expect(decodeState(escaped).state).toStrictEqual({ ...state, picture: initialState.picture });
      }),
    );
  });

  it('carries a file of up to 6 KB, under any name, and no larger one', () => {
    const files = fc.record<OwnFile>(
      {
        name: fc.string({ unit: 'grapheme', maxLength: 20 }),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 6144 }).map((bytes) => Uint8Array.from(bytes)),
      },
      { noNullPrototype: true },
    );
    const own: State = { ...initialState, picture: { from: 'own', id: 1, name: '' } };
    fc.assert(
      fc.property(files, (file) => {
        expect(decodeState(encodeState(own, file))).toEqual({ state: initialState, file, unknown: [] });
      }),
    );
    expect(encodeState(own, { name: 'a', bytes: new Uint8Array(6145) })).toBe('');
    expect(encodeState(own)).toBe('');
    // Half of a character, as file names of some systems have them.
    expect(decodeState(encodeState(own, { name: 'a\ud800', bytes: Uint8Array.of(1) })).file!.name).toBe('a');
  });

  it('takes any text, and reads it as some state of which it knows the address', () => {
    const keys = 'tab picture side kernel padding boundary stride zoom pointed fillvalue __proto__'.split(
      ' ',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '%', '1', 'own:a:b'),
    );
    const parts = fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...keys), text), text))
      .map((all) => all.map(([key, value]) => `${key}=${value}`).join('&'));
    fc.assert(
      fc.property(fc.oneof(text, parts), (address) => {
        const { state } = decodeState(address);
        expect(decodeState(encodeState(state)).state).toStrictEqual(state);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'stride=0',
    'stride=-1',
    'stride=1.5',
    'stride=1,2,3',
    'padding=513',
    'padding=1;2;3',
    'dilation=65',
    'side=100000',
    'boundary=toString',
    'mode=constructor',
    'picture=__proto__',
    'picture=javascript:alert(1)',
    'picture=http://example.com/a.png',
    'picture=data:image/png;base64,AAAA',
    'picture=own:a',
    'picture=own:a:A',
    `picture=own:a:${'A'.repeat(10_000)}`,
    'kernel=',
    'kernel=1,2;3',
    'kernel=hasOwnProperty',
    'kernel=gaussian:sigma=1e9',
    'kernel=gaussian:sigma=20,truncate=8',
    'kernel=box:size=256',
    'kernel=gaussian:sigma=letters',
    'kernel=sobelX:size=4',
    'kernel=1*2*3',
    'kernel=1,NaN',
    'kernel=1e200*1e200',
    'kernel=box:column',
    `kernel=${Array(32).fill(1).join(',')}`,
    `kernel=${Array(32).fill(1).join(';')}`,
    'zoom=0,0,0',
    'zoom=1,2',
    'pointed=-1,0',
    'fillvalue=1e',
    'fillvalue=0x10',
    'fillvalue=%',
    'delta=',
    'hello',
    '__proto__=1',
  ])('says that it does not understand %s', (part) => {
    const { state, file, unknown } = decodeState(`mode=full&${part}&nan=ignore`);
    expect(unknown).toEqual([part.split('=')[0]]);
    expect(file).toBeNull();
    expect(state).toStrictEqual({ ...initialState, mode: 'full', nan: 'ignore' });
    expect(sentenceOn(unknown)).toContain('Ignored');
  });

  it('is silent where all was understood', () => {
    expect(sentenceOn(decodeState('mode=full').unknown)).toBeNull();
  });
});
