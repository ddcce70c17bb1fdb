import { scheme } from 'vega';
import { diverging } from './colour-map-names.ts';

/** Red, green and blue, from 0 to 255. */
export type Colour = readonly [number, number, number];

interface ColourMap {
  /** Whether its middle stands for 0. */
  readonly isDiverging: boolean;
  /** The colour of a fraction from 0 to 1. */
  colourOf(fraction: number): Colour;
}

/** The colour map of one of `colourMapNames`. */
export function colourMap(name: string): ColourMap {
  const plain = name.replace(/_r$/, '');
  const colourOf = plain === 'gray' ? gray : vegas(diverging[plain] ?? plain);
  return {
    isDiverging: Object.hasOwn(diverging, plain),
    colourOf: name === plain ? colourOf : (fraction) => colourOf(1 - fraction),
  };
}

function gray(fraction: number): Colour {
  const level = Math.round(255 * fraction);
  return [level, level, level];
}

function vegas(name: string): (fraction: number) => Colour {
  const css = scheme(name) as (fraction: number) => string;
  return (fraction) => {
    // Vega gives CSS: rgb(68, 1, 84).
    const [red, green, blue] = css(fraction).match(/\d+/g)!.map(Number);
    return [red!, green!, blue!];
  };
}
