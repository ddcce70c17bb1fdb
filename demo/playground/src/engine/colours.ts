import { interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';
import type { ColourMap } from '../state/state.ts';

/* Colours are words of four bytes, red first in memory: browsers run on little-endian machines. */

export type ColouredMap = Exclude<ColourMap, 'auto'>;

/** A colour that none of the maps has. */
export const NAN_COLOUR = 0xff_ff_3d_ff; // #ff3dff

/** Levels of a map. The diverging one has a middle of its own, for 0. */
const levels: { readonly [map in ColouredMap]: number } = { gray: 256, viridis: 256, diverging: 257 };

const colourAt: { readonly [map in ColouredMap]: (part: number) => string } = {
  gray: (part) =>
    `rgb(${Array(3)
      .fill(Math.round(255 * part))
      .join()})`,
  viridis: interpolateViridis,
  // Blue for negative numbers and red for positive ones, as thermometers have it.
  diverging: (part) => interpolateRdBu(1 - part),
};

const made = new Map<ColouredMap, Uint32Array>();

/** The colours of a map, from its low end to its high end. */
export function coloursOf(map: ColouredMap): Uint32Array {
  let colours = made.get(map);
  if (!colours) {
    const count = levels[map];
    colours = Uint32Array.from({ length: count }, (_, level) => wordOf(colourAt[map](level / (count - 1))));
    made.set(map, colours);
  }
  return colours;
}

/** `#rrggbb` or `rgb(r, g, b)`. */
function wordOf(text: string): number {
  const [red = 0, green = 0, blue = 0] = text.startsWith('#')
    ? (text.match(/\w\w/g) ?? []).map((digits) => Number.parseInt(digits, 16))
    : (text.match(/\d+/g) ?? []).map(Number);
  return rgbaWord(red, green, blue, 255);
}

export function rgbaWord(red: number, green: number, blue: number, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
