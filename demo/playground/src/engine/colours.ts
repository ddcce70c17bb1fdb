import type { ColourMap } from '../state/state.ts';

/* Colours are words of four bytes, red first in memory: browsers run on little-endian machines. */

export type ColouredMap = Exclude<ColourMap, 'auto'>;

/** A colour that none of the maps has. */
export const NAN_COLOUR = 0xff_ff_3d_ff; // #ff3dff

/** Colours at equal distances, red first, between which the others lie on lines: a table of all is far longer. */
const stops: { readonly [map in ColouredMap]: readonly string[] } = {
  gray: ['000000', 'ffffff'],
  // Every seventeenth of matplotlib's 256 colours.
  viridis: split(
    '440154 481a6c 472f7d 414487 39568c 31688e 2a788e 23888e 1f988b 22a884 35b779 54c568 7ad151 a5db36 d2e21b fde725',
  ),
  // ColorBrewer's RdBu: blue for negative numbers and red for positive ones, as thermometers have it.
  diverging: split('053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f'),
};

function split(colours: string): readonly string[] {
  return colours.split(' ');
}

/** Levels of a map. The diverging one has a middle of its own, for 0. */
const levels: { readonly [map in ColouredMap]: number } = { gray: 256, viridis: 256, diverging: 257 };

const made = new Map<ColouredMap, Uint32Array>();

/** The colours of a map, from its low end to its high end. */
export function coloursOf(map: ColouredMap): Uint32Array {
  let colours = made.get(map);
  if (!colours) {
    const count = levels[map];
    const reach = stops[map].length - 1;
    colours = Uint32Array.from({ length: count }, (_, level) =>
      colourAt(stops[map], (level * reach) / (count - 1)),
    );
    made.set(map, colours);
  }
  return colours;
}

/** @param place Among the stops: 1.5 lies in the middle between the second and the third. */
function colourAt(colours: readonly string[], place: number): number {
  const before = Math.floor(place);
  const [from, to] = [colours[before]!, colours[Math.ceil(place)]!].map((colour) =>
    Number.parseInt(colour, 16),
  );
  const [red, green, blue] = [16, 8, 0].map((shift) => {
    const [low, high] = [(from! >> shift) & 255, (to! >> shift) & 255];
    return Math.round(low + (place - before) * (high - low));
  });
  return rgbaWord(red!, green!, blue!, 255);
}

export function rgbaWord(red: number, green: number, blue: number, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
