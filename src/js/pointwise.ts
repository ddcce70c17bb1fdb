import type { Pointwise } from '../backend/pointwise.ts';
import { premultiply, replaceAlpha, unpremultiply } from './alpha.ts';
import { narrow, widen } from './convert.ts';
import { angles, lengths } from './gradient.ts';
import { pictures } from './pictures.ts';
import { sharpen } from './sharpen.ts';
import { decode, encode } from './srgb.ts';

export const pointwise: Pointwise = {
  ...pictures,
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
};
