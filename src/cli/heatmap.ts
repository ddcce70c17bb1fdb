import type { Axis, GroupMark, Mark, Spec, TextMark } from 'vega';
import { type Matrix, raster } from './raster.ts';

export interface HeatMap extends Matrix {
  readonly title: string;
}

/** The layout in SVG pixels, chosen by eye. `side` is a multiple of 10 and 100, the tutorial's sizes, so cells are whole pixels. */
const side = 300;
const top = 84;
const bottom = 52;
const noteHeight = 34;
const left = 62;
const barLeft = side + 14;
const barWidth = 14;
const panelWidth = left + barLeft + barWidth + 64;

/** The pixels of a map for each pixel of the layout: maps are sharp on a high-density display. */
export const zoom = 2;

/**
 * A chart of matrices side by side, each with its own colour bar; row 0 is at the top, and cells are square. The note stands
 * below them. The colour bar covers finite values: infinities get the colours of its ends, and NaN is gray.
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
    encode: enter({ x, y: top }),
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
  const url = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;
  return {
    type: 'group',
    encode: enter({ x: (side - width) / 2, y: (side - height) / 2, width, height, ...outline }),
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
        encode: enter({ url, width, height, aspect: false, smooth: false }),
      },
    ],
  };
}

/** About five ticks on the longer axis, at whole numbers. */
function pixelTicks(length: number): Pick<Axis, 'tickCount' | 'tickMinStep' | 'format'> {
  return { tickCount: Math.max(1, Math.round((5 * length) / side)), tickMinStep: 1, format: 'd' };
}

function colourBar(): GroupMark {
  return {
    type: 'group',
    encode: {
      enter: {
        ...enter({ x: barLeft, width: barWidth, height: side, ...outline }).enter,
        fill: { gradient: 'colour', start: [0, 1], stop: [0, 0] },
      },
    },
    axes: [{ scale: 'value', orient: 'right', tickCount: 8, format: '.6~g' }],
  };
}

/** The least and the greatest finite number. Where all are equal, the range extends to both sides. */
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

/** A text that ends in … where it is wider than `limit`; 0 is no limit. */
function centred(text: string, x: number, y: number, fontSize: number, limit = 0): TextMark {
  return {
    type: 'text',
    encode: enter({ text, x, y, fontSize, align: 'center', limit }),
  };
}

const outline = { stroke: 'black', strokeForeground: true } as const;

/** Properties of a mark that do not depend on data, as Vega takes them. */
function enter<const T extends object>(properties: T) {
  const entries = Object.entries(properties).map(([name, value]) => [name, { value }]);
  return { enter: Object.fromEntries(entries) as { [name in keyof T]: { value: T[name] } } };
}
