import type { Axis, GroupMark, Spec, TextMark } from 'vega';

export interface Matrix {
  data: Float64Array;
  shape: readonly number[];
}

export interface HeatMap extends Matrix {
  title: string;
}

/** Layout in SVG pixels, chosen by eye; `side` divides by 10 and 100, the tutorial's sizes: whole-pixel cells. */
const side = 300;
const top = 84;
const bottom = 52;
const left = 62;
const barLeft = side + 14;
const barWidth = 14;
const panelWidth = left + barLeft + barWidth + 52;

const pixelTicks: Pick<Axis, 'tickCount' | 'tickMinStep'> = { tickCount: 5, tickMinStep: 1 };

/** The matrices side by side, row 0 at the top, each with a colour bar of its own. */
export function heatMaps(title: string, maps: readonly HeatMap[]): Spec {
  const width = maps.length * panelWidth;
  return {
    width,
    height: top + side + bottom,
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
      centred(title, width / 2, 30, 18),
      ...maps.map((map, position) => panel(map, left + position * panelWidth)),
    ],
  };
}

function panel({ title, data, shape }: HeatMap, x: number): GroupMark {
  const [rows, cols] = shape as [number, number];
  const cells = Array.from(data, (value, index) => ({
    row: Math.floor(index / cols),
    col: index % cols,
    value,
  }));
  return {
    type: 'group',
    encode: {
      enter: {
        x: { value: x },
        y: { value: top },
        width: { value: side },
        height: { value: side },
        stroke: { value: 'black' },
        strokeForeground: { value: true },
      },
    },
    data: [{ name: 'cells', values: cells }],
    scales: [
      { name: 'col', type: 'linear', domain: [-0.5, cols - 0.5], range: [0, side], zero: false },
      { name: 'row', type: 'linear', domain: [-0.5, rows - 0.5], range: [0, side], zero: false },
      {
        name: 'colour',
        type: 'linear',
        domain: { data: 'cells', field: 'value' },
        range: { scheme: 'viridis' },
        zero: false,
      },
    ],
    axes: [
      { scale: 'col', orient: 'bottom', title: 'column', ...pixelTicks },
      { scale: 'row', orient: 'left', title: 'row', ...pixelTicks },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'cells' },
        encode: {
          enter: {
            x: { scale: 'col', field: 'col', offset: -side / cols / 2 },
            y: { scale: 'row', field: 'row', offset: -side / rows / 2 },
            width: { value: side / cols },
            height: { value: side / rows },
            fill: { scale: 'colour', field: 'value' },
          },
        },
      },
      colourBar(),
      centred(title, side / 2, -12, 16),
    ],
  };
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
    scales: [
      {
        name: 'value',
        type: 'linear',
        domain: { data: 'cells', field: 'value' },
        range: [side, 0],
        zero: false,
      },
    ],
    axes: [{ scale: 'value', orient: 'right', tickCount: 8 }],
  };
}

function centred(text: string, x: number, y: number, fontSize: number): TextMark {
  return {
    type: 'text',
    encode: {
      enter: {
        text: { value: text },
        x: { value: x },
        y: { value: y },
        fontSize: { value: fontSize },
        align: { value: 'center' },
      },
    },
  };
}
