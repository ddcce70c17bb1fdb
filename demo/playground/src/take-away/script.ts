import type { DType } from 'convolve-wasm';
import type { KernelChoice, State } from '../state/state.ts';
import { type Call, isNumbers, readsFill } from './call.ts';
import { literal } from './literal.ts';

/* The call as a module of JavaScript, or of TypeScript, which differs in its types. */

const arrays: { readonly [dtype in DType]: string } = {
  float32: 'Float32Array',
  float64: 'Float64Array',
  uint8: 'Uint8Array',
  uint8clamped: 'Uint8ClampedArray',
  int8: 'Int8Array',
  int16: 'Int16Array',
  uint16: 'Uint16Array',
  int32: 'Int32Array',
  uint32: 'Uint32Array',
};

export function scriptOf({ state, dtype }: Call, isTyped: boolean): string {
  const { operation, isColour, kernel } = state;
  const isFile = isNumbers(state);
  const typed = (type: string) => (isTyped ? `: ${type}` : '');
  const names = [
    operation,
    !isFile && !isColour ? 'grayscale' : '',
    isTyped ? 'type Kernel' : '',
    kernel.from === 'preset' ? 'kernels' : '',
    isTyped ? 'type PixelImage' : '',
  ].filter(Boolean);
  const result = typed(`PixelImage<${arrays[dtype]}>`);
  return `${[
    `// npm install convolve-wasm${isFile ? '' : ' sharp'}`,
    ...(isFile ? ["import { readFileSync } from 'node:fs';"] : []),
    `import { ${names.join(', ')} } from 'convolve-wasm';`,
    ...(isFile ? [] : ["import sharp from 'sharp';"]),
    '',
    ...(isFile ? numbersOf(state, isTyped) : pixelsOf(state, typed)),
    '',
    ...kernelOf(kernel, typed('Kernel')),
    '',
    `const result${result} = ${operation}(image, kernel${optionsOf(state)});`,
    'console.log(result.width, result.height, result.data);',
  ].join('\n')}\n`;
}

type Typed = (type: string) => string;

function pixelsOf({ isColour, imageDType }: State, typed: Typed): string[] {
  const isConverted = imageDType !== 'uint8clamped';
  const name = isColour && !isConverted ? 'image' : 'pixels';
  const image = `image${typed(`PixelImage<${arrays[imageDType]}>`)}`;
  const source = isColour ? 'pixels' : 'grayscale(pixels)';
  return [
    '// Any picture; this one is what the page saves.',
    "const { data, info } = await sharp('picture.png')",
    "  .toColourspace('srgb')",
    '  .ensureAlpha()',
    '  .raw()',
    '  .toBuffer({ resolveWithObject: true });',
    `const ${name}${typed('PixelImage<Uint8ClampedArray>')} = {`,
    '  data: new Uint8ClampedArray(data),',
    '  width: info.width,',
    '  height: info.height,',
    '  channels: 4,',
    '};',
    ...(isConverted
      ? isColour
        ? [`const ${image} = { ...pixels, data: ${arrays[imageDType]}.from(pixels.data) };`]
        : [
            'const gray = grayscale(pixels);',
            `const ${image} = { ...gray, data: ${arrays[imageDType]}.from(gray.data) };`,
          ]
      : isColour
        ? []
        : [`const ${image} = ${source};`]),
  ];
}

/** A picture with numbers that no picture file holds. */
function numbersOf({ imageDType }: State, isTyped: boolean): string[] {
  const array = arrays[imageDType];
  // TypeScript cannot know that the header has all of it.
  const sure = isTyped ? '!' : '';
  return [
    '// The page saves the picture as numbers. Its header names the shape, and has its length at byte 8.',
    "const file = readFileSync('picture.npy');",
    'const start = 10 + file.readUInt16LE(8);',
    "const header = file.toString('latin1', 10, start);",
    `const [height, width, channels = 1] = header.match(/\\(([\\d, ]+)\\)/)${sure}[1]${sure}.split(',').map(Number);`,
    `const image${isTyped ? `: PixelImage<${array}>` : ''} = {`,
    `  data: new ${array}(Uint8Array.from(file.subarray(start)).buffer),`,
    isTyped ? '  width: width!,' : '  width,',
    isTyped ? '  height: height!,' : '  height,',
    '  channels,',
    '};',
  ];
}

function kernelOf(kernel: KernelChoice, type: string): string[] {
  switch (kernel.from) {
    case 'grid':
      return [`const kernel${type} = ${literal(kernel.rows)};`];
    case 'outer':
      return [
        `const column = ${literal(kernel.column)};`,
        `const row = ${literal(kernel.row)};`,
        `const kernel${type} = column.map((down) => row.map((across) => down * across));`,
      ];
    case 'preset': {
      const made = `kernels.${kernel.name}(${argument(kernel.options)})`;
      return [
        `const kernel${type} = ${kernel.name === 'gaussian1d' ? inDirection(made, kernel.isColumn) : made};`,
      ];
    }
  }
}

const inDirection = (taps: string, isColumn: boolean | undefined) =>
  isColumn ? `Array.from(${taps}, (tap) => [tap])` : `[Array.from(${taps})]`;

function argument(options: object): string {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${literal(value)}`);
  return entries.length === 0 ? '' : `{ ${entries.join(', ')} }`;
}

/** A last argument with what differs from the package's defaults, if anything does. */
function optionsOf(state: State): string {
  const { mode, padding, boundary, fillvalue, stride, dilation, delta, normalize } = state;
  const { nan, alpha, precision, dtype, method, isColour } = state;
  const options: [name: string, value: unknown, other: unknown][] = [
    ['padding', mode === 'padding' ? shortestPadding(padding) : undefined, undefined],
    ['mode', mode === 'padding' ? undefined : mode, 'full'],
    ['boundary', mode === 'valid' ? undefined : shortest(boundary), 'fill'],
    ['fillvalue', readsFill(state) ? fillvalue : 0, 0],
    ['stride', shortest(stride), 1],
    ['dilation', shortest(dilation), 1],
    ['delta', delta, 0],
    ['normalize', normalize, false],
    ['nan', nan, 'propagate'],
    ['alpha', isColour ? alpha : 'auto', 'auto'],
    ['precision', precision, 'exact'],
    ['dtype', dtype, 'auto'],
    ['method', method, 'auto'],
  ];
  const given = options.filter(([, value, other]) => value !== undefined && !Object.is(value, other));
  return given.length === 0
    ? ''
    : `, {\n${given.map(([name, value]) => `  ${name}: ${literal(value)},\n`).join('')}}`;
}

function shortestPadding(padding: State['padding']): unknown {
  return padding.every(([before, after]) => before === after)
    ? shortest(padding.map(([before]) => before))
    : padding;
}

/** One value for a pair of the same. */
function shortest([rows, columns]: readonly unknown[]): unknown {
  return rows === columns ? rows : [rows, columns];
}
