import type { Axis, GroupMark, Mark, Spec, TextMark } from 'vega';
import { type Matrix, raster } from './raster.ts';

export interface HeatMap extends Matrix {
  readonly title: string;
}

/** Layout in SVG pixels, chosen by eye; `side` divides by 10 and 100, the tutorial's sizes: whole-pixel cells. */
const side = 300;
const top = 84;
const bottom = 52;
const noteHeight = 34;
const left = 62;
const barLeft = side + 14;
const barWidth = 14;
const panelWidth = left + barLeft + barWidth + 64;

/** Pixels of a map for one of the layout: sharp on a high-density display. */
export const zoom = 2;

/**
 * The matrices side by side, row 0 at the top, cells square, each with a colour bar of its own; below them a note, if there
 * is one. Values that are not finite have no part in the colour bar: infinities are drawn as its ends, NaN in gray.
 */
export function heatMaps(title: string, maps: readonly HeatMap[], note?: string): Spec {
  const width = maps.length * panelWidth;
  const notes = note === undefined ? [] : [centred(note, width / 2, top + side + bottom + 14, 14)];
  return {
    width,
    height: top + side + bottom + notes.length * noteHeight,
    padding: 0,
    autosize: 'none',
    background: 'white',
    config: {
      axis: {
        domainColor: 'black',
        tickColor: 'black',
        labelFontSize: 13,
        titleFontSize: 13,
        titleFontWeight: 'normal',
      },
    },
    marks: [
      centred(title, width / 2, 30, 18, width - left),
      ...maps.map((map, position) => panel(map, left + position * panelWidth)),
      ...notes,
    ],
  };
}

function panel(map: HeatMap, x: number): GroupMark {
  const domain = finiteRange(map.data);
  return {
    type: 'group',
    encode: { enter: { x: { value: x }, y: { value: top } } },
    scales: [
      { name: 'colour', type: 'linear', domain, range: { scheme: 'viridis' }, zero: false },
      { name: 'value', type: 'linear', domain, range: [side, 0], zero: false },
    ],
    marks: [cells(map, domain), colourBar(), centred(map.title, side / 2, -12, 16, panelWidth - 20)],
  };
}

/** In the middle of a square with sides of `side`. */
function cells(map: HeatMap, domain: [number, number]): Mark {
  const [rows, columns] = map.shape as [number, number];
  const longest = Math.max(rows, columns);
  // At least a pixel.
  const width = Math.max((side * columns) / longest, 1);
  const height = Math.max((side * rows) / longest, 1);
  const picture = raster(map, domain, Math.round(width * zoom), Math.round(height * zoom));
  return {
    type: 'group',
    encode: {
      enter: {
        x: { value: (side - width) / 2 },
        y: { value: (side - height) / 2 },
        width: { value: width },
        height: { value: height },
        stroke: { value: 'black' },
        strokeForeground: { value: true },
      },
    },
    scales: [
      { name: 'column', type: 'linear', domain: [-0.5, columns - 0.5], range: [0, width], zero: false },
      { name: 'row', type: 'linear', domain: [-0.5, rows - 0.5], range: [0, height], zero: false },
    ],
    axes: [
      { scale: 'column', orient: 'bottom', title: 'column', ...pixelTicks(width) },
      { scale: 'row', orient: 'left', title: 'row', titlePadding: 8, ...pixelTicks(height) },
    ],
    marks: [
      {
        type: 'image',
        encode: {
          enter: {
            url: { value: `data:image/png;base64,${Buffer.from(picture).toString('base64')}` },
            width: { value: width },
            height: { value: height },
            aspect: { value: false },
            smooth: { value: false },
          },
        },
      },
    ],
  };
}

/** Whole numbers, five on the longer axis. */
function pixelTicks(length: number): Pick<Axis, 'tickCount' | 'tickMinStep' | 'format'> {
  return { tickCount: Math.max(1, Math.round((5 * length) / side)), tickMinStep: 1, format: 'd' };
}

function colourBar(): GroupMark {
  return {
    type: 'group',
    encode: {
      enter: {
        x: { value: barLeft },
        width: { value: barWidth },
        height: { value: side },
        fill: { gradient: 'colour', start: [0, 1], stop: [0, 0] },
        stroke: { value: 'black' },
        strokeForeground: { value: true },
      },
    },
    axes: [{ scale: 'value', orient: 'right', tickCount: 8, format: '.6~g' }],
  };
}

/** The least and the greatest number; a little around it where there is only one. */
function finiteRange(data: ArrayLike<number>): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) return [-0.5, 0.5];
  const around = least === greatest ? Math.abs(least) / 2 || 0.5 : 0;
  return [least - around, greatest + around];
}

function centred(text: string, x: number, y: number, fontSize: number, limit?: number): TextMark {
  return {
    type: 'text',
    encode: {
      enter: {
        text: { value: text },
        x: { value: x },
        y: { value: y },
        fontSize: { value: fontSize },
        align: { value: 'center' },
        ...(limit === undefined ? {} : { limit: { value: limit } }),
      },
    },
  };
}
