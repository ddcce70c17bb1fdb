import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';

/*
 * First tries that are wrong: the error says in one line what to write instead. Images of other libraries and of the web are
 * imitated by classes with the same members, on prototypes where theirs are.
 */

const taps = [[1, 0, -1]];
const refusal = (name: string, code: string, message: string) =>
  expect.objectContaining({ name, code, message });

/** An object of the web: `Object.prototype.toString` gives its name, and getters are on its prototype. */
function web(name: string, members: object): object {
  const prototype = Object.defineProperties(
    { [Symbol.toStringTag]: name },
    Object.getOwnPropertyDescriptors(members),
  );
  return Object.create(prototype);
}

const size = {
  get width() {
    return 4;
  },
  get height() {
    return 3;
  },
};
const canvasHint = 'a canvas: pass canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)';
const drawHint = (name: string) =>
  `${name}: draw it by context.drawImage, and pass context.getImageData(0, 0, width, height)`;
const sharpHint =
  'a sharp image: pass { data, ...info } with { data, info } = await image.raw().toBuffer({ resolveWithObject: true })';
const fileHint = 'a picture file: decode it first, for example by sharp or createImageBitmap';
const shapeHint = 'an array without a shape: pass { data, shape } or { data, width, height, channels }';

class Tensor {
  readonly shape = [3, 4];
  readonly dtype = 'float32';
  readonly rank = 2;
  data = async () => new Float32Array(12);
  dataSync = () => new Float32Array(12);
  arraySync = () => [[1]];
}
class Jimp {
  readonly bitmap = { data: Buffer.alloc(48), width: 4, height: 3 };
  get width() {
    return this.bitmap.width;
  }
  get height() {
    return this.bitmap.height;
  }
  getBuffer = async () => Buffer.alloc(1);
}
class Sharp {
  metadata() {}
  raw() {}
  toBuffer() {}
}
class Mat {
  readonly rows = 3;
  readonly cols = 4;
  readonly data = new Uint8Array(12);
  channels() {
    return 1;
  }
}

const images: readonly (readonly [name: string, image: unknown, hint: string])[] = [
  ['a canvas', web('HTMLCanvasElement', { ...size, getContext() {}, toBlob() {} }), canvasHint],
  ['an offscreen canvas', web('OffscreenCanvas', { ...size, getContext() {} }), canvasHint],
  [
    'a context of a canvas',
    web('CanvasRenderingContext2D', { getImageData() {}, putImageData() {} }),
    'a canvas context: pass context.getImageData(0, 0, width, height)',
  ],
  ['an image bitmap', web('ImageBitmap', { ...size, close() {} }), drawHint('ImageBitmap')],
  ['a frame of a video', web('VideoFrame', { codedWidth: 4, copyTo() {} }), drawHint('VideoFrame')],
  ['an image element', web('HTMLImageElement', { ...size, src: 'a.png' }), drawHint('HTMLImageElement')],
  ['a video element', web('HTMLVideoElement', { ...size, play() {} }), drawHint('HTMLVideoElement')],
  [
    'a blob',
    web('Blob', { async arrayBuffer() {} }),
    'a file: decode it first, for example by createImageBitmap',
  ],
  ['a tensor', new Tensor(), 'a tensor: pass { data: tensor.dataSync(), shape: tensor.shape }'],
  ['a Jimp image', new Jimp(), 'a Jimp image: pass image.bitmap'],
  ['a sharp image', new Sharp(), sharpHint],
  [
    'what sharp resolves with',
    { data: Buffer.alloc(48), info: { width: 4, height: 3, channels: 4 } },
    '{ data, info }: pass { data, ...info }',
  ],
  [
    'an OpenCV matrix',
    new Mat(),
    'an OpenCV Mat: pass { data: mat.data, shape: [mat.rows, mat.cols, mat.channels()] }',
  ],
  ['gradients', { x: [[1]], y: [[1]], magnitude: [[1]], angle: [[1]] }, 'gradients: pass one of them'],
  ['a promise', Promise.resolve([[1]]), 'a promise: await it'],
  ['a PNG file', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), fileHint],
  ['a JPEG file', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), fileHint],
  ['a GIF file in a buffer', new Uint8Array([0x47, 0x49, 0x46, 0x38]).buffer, fileHint],
  ['a WebP file', Buffer.from('RIFF____WEBP'), fileHint],
  ['a buffer', new ArrayBuffer(48), 'a buffer: pass { data: new Uint8Array(buffer), width, height }'],
  ['an array without a shape', new Float32Array(12), shapeHint],
  ['bytes without a shape', Buffer.alloc(12), shapeHint],
];

const kinds = 'rows of numbers, { data, shape } or { data, width, height }';

describe.each(backendNames)('%s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('says how to get the pixels', () => {
    it.each(images)('of %s', (_, image, hint) => {
      const out = new Float32Array(12).fill(7);
      const calls = [
        () => api.convolve2d(image as never, taps, { backend, out }),
        () => api.correlate2d(image as never, [taps, taps], { backend, out: [out, out.slice()] }),
        () => api.sepConvolve2d(image as never, [1], [1], { backend, out }),
        () => api.gaussianBlur(image as never, { backend, out }),
        () => api.sobel(image as never, { backend, output: 'x', out }),
        () => api.grayscale(image as never, { backend, out }),
        () => api.toImageData(image as never, 'abs', { backend, out }),
        () => api.explain(image as never, taps, { backend }),
      ];
      for (const call of calls) {
        expect(call).toThrow(refusal('TypeError', 'ERR_IMAGE', `"image" expected numbers, got ${hint}`));
      }
      expect(out).toEqual(new Float32Array(12).fill(7));
    });

    it('of what is missing, by all kinds of images', () => {
      for (const image of [undefined, null, 'photo.png']) {
        const got = image === 'photo.png' ? '"photo.png"' : `${image}`;
        const call = () => api.convolve2d(image as never, taps, { backend });
        expect(call).toThrow(refusal('TypeError', 'ERR_IMAGE', `"image" expected ${kinds}, got ${got}`));
      }
    });

    it('of a file that is passed as pixels', () => {
      const data = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
      const call = () => api.convolve2d({ data, width: 4, height: 3 }, taps, { backend });
      const expected = 'data of at least 48 elements (3 x 4 x 4)';
      expect(call).toThrow(
        refusal(
          'RangeError',
          'ERR_IMAGE',
          `"image" expected ${expected}, got 8 of a picture file: decode it first`,
        ),
      );
    });

    it('of pixels whose channels were not counted', () => {
      const photo = { data: new Uint8Array(36), width: 4, height: 3 };
      expect(() => api.convolve2d(photo, taps, { backend })).toThrow(
        '"image" expected data of at least 48 elements (3 x 4 x 4), got 36, which fits channels: 3',
      );
      expect(() => api.convolve2d({ ...photo, channels: 1 }, taps, { backend })).toThrow(
        '"image" expected 12 elements (height 3 x width 4 x channels 1), got 36, which fits channels: 3',
      );
      expect(() => api.convolve2d({ ...photo, height: 5 }, taps, { backend })).toThrow(/, got 36$/);
    });

    it('of a list with a shape', () => {
      const call = () => api.convolve2d({ data: [1, 2], shape: [1, 2] } as never, taps, { backend });
      expect(call).toThrow('"image.data" expected a typed array, such as new Float64Array(data), got [1, 2]');
    });

    it('of a kernel, too', () => {
      const call = () => api.convolve2d([[1]], new Tensor() as never, { backend });
      expect(call).toThrow(
        '"kernel" expected numbers, got a tensor: pass { data: tensor.dataSync(), shape: tensor.shape }',
      );
    });

    it('unless a getter throws', () => {
      const spoiled = web('HTMLImageElement', {
        get [Symbol.toStringTag]() {
          throw new Error('spoiled');
        },
        ...size,
      });
      expect(() => api.convolve2d(spoiled as never, taps, { backend })).toThrow(
        '"image.data" expected a typed array of numbers, got undefined',
      );
    });
  });

  it.skipIf(mayBeMissing(backend))('takes a strided array of the package ndarray', () => {
    // As it makes them: its class has `size` and `order` as getters, and methods to read and write.
    class View2dfloat32 {
      readonly data = new Float32Array([9, 1, 2, 3, 4, 5, 6]);
      readonly shape = [3, 2];
      readonly stride = [1, 3];
      readonly offset = 1;
      get size() {
        return 6;
      }
      get(i: number, j: number) {
        return this.data[this.offset + this.stride[0]! * i + this.stride[1]! * j];
      }
    }
    const { data, shape } = api.convolve2d(new View2dfloat32(), [[2]], { backend });
    expect([data, shape]).toEqual([new Float32Array([2, 8, 4, 10, 6, 12]), [3, 2]]);
  });
});

describe('options', () => {
  const { convolve2d, boxBlur, gaussianBlur, kernels, motionBlur, prepare } = api as unknown as {
    [name: string]: (...given: unknown[]) => unknown;
  } & { kernels: typeof api.kernels };
  const form = (example: string, got: string) =>
    `"options" expected an object such as ${example}, got ${got}`;

  it.each([
    [
      'a mode and a boundary, as SciPy has them',
      () => convolve2d!([[1]], taps, 'same', 'symm'),
      form('{ mode: "same", boundary: "symm" }', '"same"'),
    ],
    ['a boundary', () => convolve2d!([[1]], taps, 'wrap'), form('{ boundary: "wrap" }', '"wrap"')],
    ['a sigma', () => gaussianBlur!([[1]], 2), form('{ sigma: 2 }', '2')],
    ['a size', () => boxBlur!([[1]], [3, 5]), form('{ size: [3, 5] }', '[3, 5]')],
    ['a length', () => motionBlur!([[1]], 9), form('{ length: 9 }', '9')],
    ['the size of a kernel', () => kernels.box(5 as never), form('{ size: 5 }', '5')],
    ['a shape', () => prepare!(taps, [480, 640]), form('{ shape: [480, 640] }', '[480, 640]')],
    ['the shape of a filter', () => prepare!('edges', [4, 4]), form('{ shape: [4, 4] }', '[4, 4]')],
    ['a number', () => convolve2d!([[1]], taps, 3), '"options" expected an object, got 3'],
  ])('show the form for %s', (_, call, message) => {
    expect(call).toThrow(refusal('TypeError', 'ERR_OPTION', message));
  });

  it.each([
    ['constant', 'fill'],
    ['zeros', 'fill'],
    ['mirror', 'reflect'],
    ['reflect101', 'reflect'],
    ['symmetric', 'symm'],
    ['nearest', 'edge'],
    ['replicate', 'edge'],
    ['circular', 'wrap'],
    ['periodic', 'wrap'],
  ])('name the boundary that others call %s', (name, meant) => {
    const message = `"boundary" expected one of fill, wrap, symm, reflect, edge, got "${name}", which is "${meant}"`;
    for (const boundary of [name, ['edge', name]]) {
      const call = () => convolve2d!([[1]], taps, { boundary });
      expect(call).toThrow(refusal('RangeError', 'ERR_OPTION', message));
    }
    expect(() => convolve2d!([[1]], taps, { boundary: 'constructor' })).toThrow(/got "constructor"$/);
    expect(() => convolve2d!([[1]], taps, { mode: name })).toThrow(new RegExp(`got "${name}"$`));
  });

  it('name the one that was meant', () => {
    expect(() => convolve2d!([[1]], taps, { fillValue: 1 })).toThrow(
      /, got "fillValue", which is "fillvalue"$/,
    );
    expect(() => boxBlur!([[1]], { colorspace: 'srgb' })).toThrow(
      /, got "colorspace", which is "colorSpace"$/,
    );
    expect(() => convolve2d!([[1]], taps, { strides: 2 })).toThrow(/, got "strides", which is "stride"$/);
    expect(() => convolve2d!([[1]], taps, { size: 1 })).toThrow(/, got "size"$/);
  });
});
