import type { PixelImage } from 'convolve-wasm';
import { isInk, letterHeight, letterWidth } from './letters.ts';
import type { SampleName } from './samples.ts';

/* Samples that are computed: pure functions of their size, so that every browser has the same numbers. They are gray, from 0 for
   black to 255 for white, and whole numbers, so that every element type holds them. */

type Pixel = (row: number, column: number) => number;

/** For a picture with sides of so many pixels. */
type Generator = (sidePx: number) => { readonly sidePx: number; readonly pixel: Pixel };

/** As in SciPy's tutorial. */
const stepsSidePx = 100;

/** As in SciPy's tutorial, whatever the size: 0 and 1. */
const steps: Generator = () => ({
  sidePx: stepsSidePx,
  pixel: (row, column) => (column < (row < 50 ? 40 : 60) ? 1 : 0),
});

/** Rings that get finer outwards, to half a period a pixel in the middle of each side: the finest that pixels can show. */
const zone: Generator = (sidePx) => ({
  sidePx,
  pixel: (row, column) => {
    const [y, x] = [row - sidePx / 2, column - sidePx / 2];
    return Math.round(127.5 * (1 + Math.cos((Math.PI * (x * x + y * y)) / sidePx)));
  },
});

const lines = ['THE QUICK', 'BROWN FOX', 'JUMPS OVER', 'THE LAZY', 'DOG'];
/** Letters have a side of the picture for this many of their pixels. */
const textUnits = 64;
const [lineUnits, advanceUnits, topUnits, leftUnits] = [letterHeight + 3, letterWidth + 1, 9, 3];

const text: Generator = (sidePx) => ({
  sidePx,
  pixel: (row, column) => {
    const y = Math.floor((row * textUnits) / sidePx) - topUnits;
    const x = Math.floor((column * textUnits) / sidePx) - leftUnits;
    const letter = lines[Math.floor(y / lineUnits)]?.[Math.floor(x / advanceUnits)] ?? ' ';
    return y >= 0 && x >= 0 && isInk(letter, y % lineUnits, x % advanceUnits) ? 0 : 255;
  },
});

const edge: Generator = (sidePx) => ({
  sidePx,
  pixel: (_, column) => (column < sidePx / 2 ? 64 : 192),
});

/** In a larger picture one pixel would not be seen. */
const maxImpulsePx = 64;

const impulse: Generator = (wantedPx) => {
  const sidePx = Math.min(wantedPx, maxImpulsePx);
  const centre = Math.floor(sidePx / 2);
  return { sidePx, pixel: (row, column) => (row === centre && column === centre ? 255 : 0) };
};

const noise: Generator = (sidePx) => {
  const random = randomNumbers(1);
  return { sidePx, pixel: () => Math.floor(256 * random()) };
};

const holeCount = 14;

/** Waves with discs of NaN. */
const holes: Generator = (sidePx) => {
  const random = randomNumbers(5);
  const discs = Array.from({ length: holeCount }, () => ({
    y: random() * sidePx,
    x: random() * sidePx,
    radius: (0.01 + 0.06 * random()) * sidePx,
  }));
  const wave = (turns: number) => Math.sin(2 * Math.PI * turns);
  return {
    sidePx,
    pixel: (row, column) => {
      if (discs.some(({ y, x, radius }) => Math.hypot(row - y, column - x) < radius)) return Number.NaN;
      return Math.round(127.5 + 100 * wave((2 * row) / sidePx) * wave((3 * column) / sidePx));
    },
  };
};

const generators = { steps, zone, text, edge, impulse, noise, holes };

export type GeneratedName = keyof typeof generators;

export function isGenerated(name: SampleName): name is GeneratedName {
  return Object.hasOwn(generators, name);
}

/** The sides of a sample that has only one size. */
export const ownSizeOf = (name: SampleName): number | null => (name === 'steps' ? stepsSidePx : null);

/** A sample with sides of so many pixels, or of its own size. */
export function generate(name: GeneratedName, wantedPx: number): PixelImage<Float32Array<ArrayBuffer>> {
  const { sidePx, pixel } = generators[name](wantedPx);
  const data = new Float32Array(sidePx * sidePx);
  for (let at = 0; at < data.length; at++) data[at] = pixel(Math.floor(at / sidePx), at % sidePx);
  return { data, width: sidePx, height: sidePx, channels: 1 };
}

/** Numbers from 0 to below 1 that look random: Mulberry32 by Tommy Ettinger, in the public domain. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
