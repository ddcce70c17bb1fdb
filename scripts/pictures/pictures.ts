import { alpha } from './alpha.ts';
import { boundaries } from './boundaries.ts';
import { banner, filters } from './filters.ts';
import { flip } from './flip.ts';
import { light } from './light.ts';
import { modesDrawing } from './modes.ts';
import { nan } from './nan.ts';
import { stride } from './stride.ts';
import { sum } from './sum.ts';

/** The pictures of the documentation, by the names of their files in docs/pictures. */
export const pictures: { readonly [file: string]: () => string | Promise<Buffer> } = {
  'sum.svg': sum,
  'flip.svg': flip,
  'modes.svg': modesDrawing,
  'stride.svg': stride,
  'boundaries.jpg': boundaries,
  'filters.jpg': filters,
  'banner.jpg': banner,
  'alpha.jpg': alpha,
  'light.jpg': light,
  'nan.jpg': nan,
};
