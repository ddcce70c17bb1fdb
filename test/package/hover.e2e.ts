import { afterAll, describe, expect, inject, it } from 'vitest';
import * as api from '../../src/index.ts';
import { createEditor, cursor, type Hover, startServer } from './editor.ts';

/* What an editor shows of the installed package: each export, option and parameter with its documentation. */

const editor = createEditor(inject('consumer'));
const server = startServer(inject('consumer'));
afterAll(async () => (await server).stop());

const functions = Object.keys(api).filter((name) => name !== 'kernels');
const builders = Object.keys(api.kernels);

/** The arguments before the options, where these are not an image alone. */
const argumentsOf: { readonly [name: string]: string } = {
  convolve2d: 'image, [[1]], ',
  correlate2d: 'image, [[1]], ',
  sepConvolve2d: 'image, [1], [1], ',
  explain: 'image, [[1]], ',
  allocate: "[1, 1], 'uint8', ",
  normalize: "image, 'clamp', ",
  toImageData: "image, 'clamp', ",
  prepare: '[[1]], ',
};

/** Calls up to their options. */
const calls = [
  ...functions
    // TypeScript 7 shows nothing for the options of `convolveRows`, whose type depends on what it is called with.
    .filter((name) => name !== 'backendInfo' && name !== 'init' && name !== 'convolveRows')
    .map((name) => `api.${name}(${argumentsOf[name] ?? 'image, '}`),
  'api.convolve2d(image, [[[1]], [[2]]], ',
  ...['gaussianBlur', 'boxBlur', 'sharpen', 'sobel', 'laplacian'].map((name) => `api.prepare('${name}', `),
  ...[
    'gaussian',
    'gaussian1d',
    'box',
    'sobelX',
    'sobelY',
    'laplacian',
    'laplacianOfGaussian',
    'unsharpMask',
    'motionBlur',
  ].map((name) => `api.kernels.${name}(`),
];

/** Modules with a cursor on each export, on what is called, and on each option, and the names there. */
function modulesFor(entry: string): { readonly [what: string]: readonly [module: string, names: string[]] } {
  const start = startOf(entry);
  const exported = editor.exportsOf(entry);
  const options = editor.properties(start + calls.map((call) => `${call}{ ${cursor} });\n`).join(''));
  const literals = options.map((names) => names.map((name) => `${cursor}${name}: undefined as never`));
  return {
    'each export': [
      `import { ${exported.map((name) => `${cursor}${name}`).join(', ')} } from '${entry}';`,
      exported,
    ],
    'what is called': [
      start +
        functions.map((name) => `api.${cursor}${name}(...([] as never));\n`).join('') +
        builders.map((name) => `api.kernels.${cursor}${name}();\n`).join(''),
      [...functions, ...builders],
    ],
    'each option': [
      start + calls.map((call, n) => `${call}{ ${literals[n]!.join()} });\n`).join(''),
      options.flat(),
    ],
  };
}

const startOf = (entry: string) =>
  `import * as api from '${entry}';\ndeclare const image: { data: Uint8Array; shape: number[] };\n`;

describe.each(['convolve-wasm', 'convolve-wasm/js'])('%s', (entry) => {
  const modules = modulesFor(entry);

  it('offers all exports, and options in each call', () => {
    const [, names] = modules['each export']!;
    expect(names).toEqual(expect.arrayContaining([...Object.keys(api), 'ConvolveOptions', 'ErrorCode']));
    const offered = editor.properties(
      startOf(entry) + calls.map((call) => `${call}{ ${cursor} });\n`).join(''),
    );
    expect(calls.filter((_, n) => offered[n]!.length === 0)).toEqual([]);
  });

  describe.each(Object.keys(modules))('shows %s, with documentation and an example', (what) => {
    const [module, names] = modules[what]!;
    const check = (hovers: readonly Hover[]) => {
      expect(hovers.map(({ name }) => name)).toEqual(names);
      expect(hovers.filter(({ documented, example }) => !documented || !example)).toEqual([]);
    };

    it('by TypeScript 6', async () => {
      check(await editor.hover(module));
    });

    it('by TypeScript 7', async () => {
      check(await (await server).hover(module));
    });
  });

  it('shows the parameters of a call', () => {
    const module = startOf(entry) + functions.map((name) => `api.${name}(${cursor});\n`).join('');
    expect(editor.undocumentedParameters(module)).toEqual(functions.map(() => []));
  });
});

describe('convolve-wasm/pool', () => {
  const entry = 'convolve-wasm/pool';
  const start = `${startOf(entry)}declare const pool: api.Pool;\ndeclare const blur: import('convolve-wasm').PreparedFilter<'gaussianBlur', {}>;\n`;
  const poolCalls = [
    'api.createPool(',
    'pool.convolve2d(image, [[1]], ',
    'pool.gaussianBlur(image, ',
    'pool.run(blur, image, ',
  ];
  const exported = editor.exportsOf(entry);
  const options = editor.properties(start + poolCalls.map((call) => `${call}{ ${cursor} });\n`).join(''));
  const names = [...exported, ...options.flat()];
  const module =
    `import { ${exported.map((name) => `${cursor}${name}`).join(', ')} } from '${entry}';\n${start}` +
    poolCalls
      .map(
        (call, n) =>
          `${call}{ ${options[n]!.map((name) => `${cursor}${name}: undefined as never`).join()} });\n`,
      )
      .join('');
  const check = (hovers: readonly Hover[]) => {
    expect(hovers.map(({ name }) => name)).toEqual(names);
    expect(hovers.filter(({ documented, example }) => !documented || !example)).toEqual([]);
  };

  it('offers its exports and options', () => {
    expect(names).toEqual(
      expect.arrayContaining(['createPool', 'Pool', 'workerUrl', 'signal', 'sigma', 'out']),
    );
  });

  it('shows them with documentation and an example, by TypeScript 6', async () => {
    check(await editor.hover(module));
  });

  it('shows them with documentation and an example, by TypeScript 7', async () => {
    check(await (await server).hover(module));
  });
});
