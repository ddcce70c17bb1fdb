import type { Axis, GroupMark, Mark, PathMark, RuleMark, Spec, TextMark } from 'vega';
import { type Matrix, raster } from './raster.ts';
import { type Shading, type ShadingOptions, shade } from './shading.ts';
import { type Ticks, ticks } from './ticks.ts';

export interface HeatMap extends Matrix {
  readonly title: string;
  readonly shading?: ShadingOptions;
}

/** The layout in SVG pixels, chosen by eye. `side` is a multiple of 10 and 100, the tutorial's sizes, so cells are whole pixels. */
const side = 300;
/** The least side of a map. Maps of longer shapes are not to scale, so that something can be seen of them. */
const minSide = 60;
const top = 84;
const bottom = 52;
const noteHeight = 34;
/** From a title to its map; and what is added where something stands above a bar. */
const [titleGap, lift] = [12, 20];
const barGap = 14;
const barWidth = 14;
const tickLength = 5;
const tickSize = 13;
/** The width of a digit of DejaVu Sans, which is wider than most fonts: 0.636 em. */
const digitWidth = 0.636 * tickSize;
/** The width of a letter in em, in DejaVu Sans and a line with many capitals. A call of the library takes 0.53 em a letter. */
const letterWidth = 0.58;
/** What stands left of a map with row numbers of three digits, and right of a bar with labels of five characters. */
const [leftWidth, leftDigits] = [62, 3];
const [rightWidth, rightDigits] = [64, 5];

/** The pixels of a map for each pixel of the layout: maps are sharp on a high-density display. */
export const zoom = 2;

/** What a map's panel shows. */
interface Panel {
  readonly map: HeatMap;
  readonly width: number;
  readonly height: number;
  readonly shading: Shading;
  /** Of the colour bar; none where no number is finite. */
  readonly ticks?: Ticks;
}

/**
 * A chart of matrices side by side, each with its own colour bar; row 0 is at the top, and cells are square unless the shape is
 * too long for that. The note stands below them. Infinities get the colours of the bar's ends, and NaN is gray.
 */
export function heatMaps(title: string, maps: readonly HeatMap[], note?: string): Spec {
  const panels = maps.map(panelOf);
  const beyond = (lengths: number[], digits: number) =>
    Math.ceil(Math.max(0, ...lengths.map((length) => length - digits)) * digitWidth);
  const rowDigits = maps.map(({ shape }) => String(shape[0]! - 1).length);
  const labels = panels.flatMap(({ ticks }) => ticks?.labels.map(({ length }) => length) ?? []);
  const left = leftWidth + beyond(rowDigits, leftDigits);
  const panelWidth = left + side + barGap + barWidth + rightWidth + beyond(labels, rightDigits);
  const width = maps.length * panelWidth;
  const tallest = Math.max(...panels.map(({ height }) => height));
  const above = panels.some(({ shading, ticks }) => shading.isCutAbove || ticks?.factor) ? lift : 0;
  const end = top + above + tallest + bottom;
  const notes = note === undefined ? [] : [centred(note, width / 2, end + 14, 14)];
  return {
    width,
    height: end + notes.length * noteHeight,
    padding: 0,
    autosize: 'none',
    background: 'white',
    config: {
      axis: {
        domainColor: 'black',
        tickColor: 'black',
        labelFontSize: tickSize,
        titleFontSize: tickSize,
        titleFontWeight: 'normal',
      },
    },
    marks: [
      heading(title, width / 2, 30, 18, width - left),
      ...panels.map((panel, position) =>
        drawPanel(panel, {
          x: left + position * panelWidth,
          y: top + above,
          width: panelWidth,
          height: tallest,
          gap: titleGap + above,
        }),
      ),
      ...notes,
    ],
  };
}

function panelOf(map: HeatMap): Panel {
  const [rows, columns] = map.shape as [number, number];
  const longest = Math.max(rows, columns);
  const along = (count: number) => Math.max((side * count) / longest, minSide);
  const [width, height] = [along(columns), along(rows)];
  const shading = shade(map.data, map.shading ?? {});
  const { low, high } = shading;
  return {
    map,
    width,
    height,
    shading,
    ticks: Number.isNaN(low) ? undefined : ticks(low, high, tickCount(height, 8)),
  };
}

/** In proportion to `most` along a whole side. */
function tickCount(length: number, most: number): number {
  return Math.max(2, Math.round((most * length) / side));
}

interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From the title to the map. */
  readonly gap: number;
}

/** A map, in the middle of what the largest would take, and its colour bar. */
function drawPanel(panel: Panel, room: Room): GroupMark {
  const { map, width, height } = panel;
  const [rows, columns] = map.shape as [number, number];
  const isToScale = Math.abs(width / height - columns / rows) < 1e-9;
  const title = isToScale ? map.title : `${map.title}, not to scale`;
  const [mapLeft, mapTop] = [(side - width) / 2, (room.height - height) / 2];
  return {
    type: 'group',
    encode: enter({ x: room.x, y: room.y }),
    marks: [
      heading(title, side / 2, mapTop - room.gap, 16, room.width - 20),
      cells(panel, mapLeft, mapTop),
      ...colourBar(panel, mapLeft + width + barGap, mapTop),
    ],
  };
}

function cells({ map, width, height, shading }: Panel, x: number, y: number): Mark {
  const [rows, columns] = map.shape as [number, number];
  const url = png(raster(map, shading.colourOf, Math.round(width * zoom), Math.round(height * zoom)));
  return {
    type: 'group',
    encode: enter({ x, y, width, height, ...outline }),
    scales: [
      { name: 'column', type: 'linear', domain: [-0.5, columns - 0.5], range: [0, width], zero: false },
      { name: 'row', type: 'linear', domain: [-0.5, rows - 0.5], range: [0, height], zero: false },
    ],
    axes: [
      { scale: 'column', orient: 'bottom', title: 'column', ...indexTicks(width) },
      { scale: 'row', orient: 'left', title: 'row', titlePadding: 8, ...indexTicks(height) },
    ],
    marks: [
      {
        type: 'image',
        encode: enter({ url, width, height, aspect: false, smooth: false }),
      },
    ],
  };
}

/** Ticks at whole numbers. */
function indexTicks(length: number): Pick<Axis, 'tickCount' | 'tickMinStep' | 'format'> {
  return { tickCount: tickCount(length, 5), tickMinStep: 1, format: 'd' };
}

/** As high as the map, with a point at an end that numbers lie beyond. */
function colourBar({ height, shading, ticks }: Panel, x: number, y: number): Mark[] {
  if (ticks === undefined) return [];
  const { low, high, colourOf, isCutBelow, isCutAbove } = shading;
  const pixels = Math.round(height * zoom);
  const values = Float64Array.from(
    { length: pixels },
    (_, at) => high - ((at + 0.5) / pixels) * (high - low),
  );
  const url = png(raster({ data: values, shape: [pixels, 1] }, colourOf, 1, pixels));
  const placeOf = (value: number) => (low === high ? height / 2 : ((high - value) / (high - low)) * height);
  const point = (place: number, tip: number, value: number): PathMark => {
    const [red, green, blue] = colourOf(value);
    const fill = `rgb(${red}, ${green}, ${blue})`;
    const path = `M0,${place}L${barWidth / 2},${place + tip}L${barWidth},${place}Z`;
    return { type: 'path', encode: enter({ path, fill, stroke: 'black' }) };
  };
  const tickMarks = ticks.values.flatMap((value, index): (RuleMark | TextMark)[] => {
    const place = placeOf(value);
    const label = { text: ticks.labels[index]!, fontSize: tickSize, baseline: 'middle' as const };
    return [
      {
        type: 'rule',
        encode: enter({ x: barWidth, x2: barWidth + tickLength, y: place, y2: place, stroke: 'black' }),
      },
      { type: 'text', encode: enter({ x: barWidth + tickLength + 2, y: place, ...label }) },
    ];
  });
  return [
    {
      type: 'group',
      encode: enter({ x, y, width: barWidth, height, ...outline }),
      marks: [
        { type: 'image', encode: enter({ url, width: barWidth, height, aspect: false, smooth: false }) },
        ...(isCutAbove ? [point(0, -barWidth, high)] : []),
        ...(isCutBelow ? [point(height, barWidth, low)] : []),
        ...tickMarks,
        // Above the last label, beside the point.
        {
          type: 'text',
          encode: enter({ text: ticks.factor, x: barWidth + tickLength + 2, y: -12, fontSize: tickSize }),
        },
      ],
    },
  ];
}

function png(bytes: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}

/** A text in smaller letters where it is wider than `width`. It ends in … where these would be too small to read. */
function heading(text: string, x: number, y: number, fontSize: number, width: number): TextMark {
  const letters = Array.from(text);
  const size = Math.min(fontSize, Math.max(11, Math.floor(width / (letterWidth * letters.length))));
  const room = Math.floor(width / (letterWidth * size));
  const shown = letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : text;
  return centred(shown, x, y, size);
}

function centred(text: string, x: number, y: number, fontSize: number): TextMark {
  return { type: 'text', encode: enter({ text, x, y, fontSize, align: 'center' }) };
}

const outline = { stroke: 'black', strokeForeground: true } as const;

/** Properties of a mark that do not depend on data, as Vega takes them. */
function enter<const T extends object>(properties: T) {
  const entries = Object.entries(properties).map(([name, value]) => [name, { value }]);
  return { enter: Object.fromEntries(entries) as { [name in keyof T]: { value: T[name] } } };
}
