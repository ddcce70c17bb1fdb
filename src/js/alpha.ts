import type { Pointwise } from '../backend/pointwise.ts';

/** The three bytes of colour in a pixel of four, whatever the byte order of the machine. */
const [COLOUR_MASK = 0] = new Uint32Array(Uint8Array.of(255, 255, 255, 0).buffer);

/*
 * As the kernels of these names. In float32 a product is rounded before it is divided; what is stored is rounded anyway, which
 * gives the same as dividing in float32 (Figueroa, "When is double rounding innocuous?", 1995).
 */

export const premultiply: Pointwise['premultiply'] = ({ data, at, dtype }, count, opaque) => {
  const isFloat32 = dtype === 'float32';
  for (let i = at; i < at + 4 * count; i += 4) {
    const alpha = data[i + 3] as number;
    for (let c = i; c < i + 3; c++) {
      const product = (data[c] as number) * alpha;
      data[c] = (isFloat32 ? Math.fround(product) : product) / opaque;
    }
  }
};

export const unpremultiply: Pointwise['unpremultiply'] = ({ data, at, dtype }, count, by) => {
  const isFloat32 = dtype === 'float32';
  const round = isFloat32 ? Math.fround : (value: number) => value;
  const { opaque } = by;
  const [least, greatest, delta] = [round(by.least), round(by.greatest), round(by.delta)];
  for (let i = at; i < at + 4 * count; i += 4) {
    const alpha = Math.min(Math.max(data[i + 3] as number, least), greatest);
    for (let c = i; c < i + 3; c++) {
      const product = (data[c] as number) * opaque;
      const colour = alpha === 0 ? 0 : (isFloat32 ? Math.fround(product) : product) / alpha;
      data[c] = (isFloat32 ? Math.fround(colour) : colour) + delta;
    }
  }
};

export const replaceAlpha: Pointwise['replaceAlpha'] = (source, { data, at }, count) => {
  const from = source && wordsOf(source.data, source.at, count);
  const to = wordsOf(data, at, count);
  if ((source && from === null) || to === null) {
    for (let i = 3; i < 4 * count; i += 4)
      data[at + i] = source ? (source.data[source.at + i] as number) : 255;
    return;
  }
  for (let i = 0; i < count; i++) {
    const alpha = from ? (from[i] as number) & ~COLOUR_MASK : ~COLOUR_MASK;
    to[i] = ((to[i] as number) & COLOUR_MASK) | alpha;
  }
};

/** Pixels of four bytes as words; null where they do not lie on boundaries of words. */
function wordsOf(
  { buffer, byteOffset }: { buffer: ArrayBufferLike; byteOffset: number },
  at: number,
  count: number,
) {
  return (byteOffset + at) % 4 === 0 ? new Uint32Array(buffer, byteOffset + at, count) : null;
}
