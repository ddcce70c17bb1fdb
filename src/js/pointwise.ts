import type { Pointwise } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import { premultiply, replaceAlpha, unpremultiply } from './alpha.ts';
import { bytes, pixels, range, stretch } from './bytes.ts';
import { narrow, widen } from './convert.ts';
import { angles, lengths } from './gradient.ts';
import { gray } from './gray.ts';
import { sharpen } from './sharpen.ts';
import { decode, encode } from './srgb.ts';

export const pointwise: Pointwise = {
  reaches: () => true,
  room(dtype, length) {
    const elements = { dtype, data: new elementTypes[dtype].array(length), at: 0 };
    // Memory goes back when nobody refers to it.
    return { elements, dispose() {} };
  },
  gray,
  widen,
  narrow,
  premultiply,
  unpremultiply,
  replaceAlpha,
  decode,
  encode,
  sharpen,
  lengths,
  angles,
  range,
  bytes,
  stretch,
  pixels,
};
