import { describe, expect, inject, it } from 'vitest';
import * as api from '../../src/index.ts';
import { createEditor, cursor, type Hover } from './editor.ts';

/* What an editor shows of the installed package: each export, option and parameter with its documentation. */

const editor = createEditor(inject('consumer'));
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
    .filter((name) => name !== 'backendInfo')
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

const lacking = (hovers: readonly Hover[]) =>
  hovers.filter(({ documented, example }) => !documented || !example);

describe.each(['convolve-wasm', 'convolve-wasm/js'])('%s', (entry) => {
  const start = `import * as api from '${entry}';\ndeclare const image: { data: Uint8Array; shape: number[] };\n`;

  it('shows what each export is, with an example', () => {
    const names = editor.exportsOf(entry);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(api), 'ConvolveOptions', 'ErrorCode']));
    const list = names.map((name) => `${cursor}${name}`).join(', ');
    const hovers = editor.hover(`import { ${list} } from '${entry}';`);
    expect(hovers.map(({ name }) => name)).toEqual(names);
    expect(lacking(hovers)).toEqual([]);
  });

  it('shows what is called, with an example', () => {
    const hovers = editor.hover(
      start +
        functions.map((name) => `api.${cursor}${name}(...([] as never));\n`).join('') +
        builders.map((name) => `api.kernels.${cursor}${name}();\n`).join(''),
    );
    expect(hovers.map(({ name }) => name)).toEqual([...functions, ...builders]);
    expect(lacking(hovers)).toEqual([]);
  });

  it('shows the parameters of a call', () => {
    const module = start + functions.map((name) => `api.${name}(${cursor});\n`).join('');
    expect(editor.undocumentedParameters(module)).toEqual(functions.map(() => []));
  });

  it('shows each option, with an example', () => {
    const options = editor.properties(start + calls.map((call) => `${call}{ ${cursor} });\n`).join(''));
    expect(options.filter((names) => names.length === 0)).toEqual([]);
    const literals = options.map((names) => names.map((name) => `${cursor}${name}: undefined as never`));
    const hovers = editor.hover(
      start + calls.map((call, n) => `${call}{ ${literals[n]!.join()} });\n`).join(''),
    );
    expect(hovers.map(({ name }) => name)).toEqual(options.flat());
    expect(lacking(hovers)).toEqual([]);
  });
});
