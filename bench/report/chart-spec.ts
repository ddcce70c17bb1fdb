import type { Mark, Spec } from 'vega';
import { spread } from '../measure/spread.ts';
import type { Line, LineStyle } from './chart-lines.ts';
import { config, grey, text } from './chart-style.ts';

/** Okabe and Ito's colours for all kinds of sight, darkened until text in them has a contrast of 4.5 on white. */
const look: { readonly [style in LineStyle]: { readonly colour: string; readonly dash?: number[] } } = {
  wasm: { colour: '#0067a5' },
  'wasm-direct': { colour: '#0067a5', dash: [5, 4] },
  js: { colour: '#b84a00' },
  opencv: { colour: '#007a58' },
  scipy: { colour: '#9b4a7f' },
};

/** Layout in SVG pixels, chosen by eye for the width of a page. */
const width = 590;
const height = 360;
const padding = { left: 62, top: 74, right: 168, bottom: 58 };
const labelDistance = 19;

/** Time against kernel size, both logarithmic, every line with its name at its end. */
export function speedChart(title: string, subtitle: string, lines: readonly Line[]): Spec {
  const kernels = [...new Set(lines.flatMap(({ points }) => points.map(({ kernel }) => kernel)))];
  kernels.sort((a, b) => a - b);
  const times = lines.flatMap(({ points }) => points.map(({ time }) => time));
  const domainX = [kernels[0]!, kernels.at(-1)!];
  const domainY = [Math.min(...times) / 1.3, Math.max(...times) * 1.3];
  const x = logarithmic(domainX, [0, width]);
  const y = logarithmic(domainY, [height, 0]);
  return {
    width,
    height,
    padding,
    autosize: 'none',
    background: 'white',
    config,
    scales: [
      { name: 'kernel', type: 'log', domain: domainX, range: [0, width], nice: false },
      { name: 'time', type: 'log', domain: domainY, range: [height, 0], nice: false },
    ],
    axes: [
      {
        scale: 'kernel',
        orient: 'bottom',
        values: kernels,
        title: 'rows and columns of the kernel',
        titlePadding: 10,
      },
      {
        scale: 'time',
        orient: 'left',
        values: roundNumbers(domainY),
        format: '~r',
        grid: true,
        domain: false,
        ticks: false,
        labelPadding: 8,
        title: 'milliseconds',
      },
    ],
    marks: [
      text(title, -padding.left + 16, -44, { fontSize: 17, fontWeight: 600, fill: '#1f2328' }),
      text(subtitle, -padding.left + 16, -22, { fontSize: 12.5, fill: grey }),
      ...lines.flatMap(drawn),
      ...labels(lines, x, y),
    ],
  };
}

function logarithmic([low, high]: number[], [start, end]: number[]): (value: number) => number {
  return (value) => start! + ((end! - start!) * Math.log(value / low!)) / Math.log(high! / low!);
}

/** 1, 2, 5 and their like between two numbers. */
function roundNumbers([low, high]: number[]): number[] {
  const first = Math.floor(Math.log10(low!));
  const decades = Array.from({ length: Math.ceil(Math.log10(high!)) - first }, (_, i) => 10 ** (first + i));
  return decades
    .flatMap((decade) => [decade, 2 * decade, 5 * decade])
    .filter((value) => low! <= value && value <= high!);
}

function drawn({ style, points }: Line): Mark {
  const { colour, dash } = look[style];
  const place = { x: { scale: 'kernel', field: 'kernel' }, y: { scale: 'time', field: 'time' } };
  const data = style;
  const line: Mark = {
    type: 'line',
    from: { data },
    encode: {
      enter: {
        ...place,
        stroke: { value: colour },
        strokeWidth: { value: style === 'wasm' ? 3 : 2 },
        strokeJoin: { value: 'round' },
        ...(dash && { strokeDash: { value: dash } }),
      },
    },
  };
  const dots: Mark = {
    type: 'symbol',
    from: { data },
    encode: {
      enter: {
        ...place,
        size: { value: 34 },
        fill: { value: colour },
        stroke: { value: 'white' },
        strokeWidth: { value: 1 },
      },
    },
  };
  return {
    type: 'group',
    data: [{ name: data, values: [...points] }],
    marks: dash === undefined ? [line, dots] : [line],
  };
}

/** In a column on the right, each joined with the end of its line. */
function labels(lines: readonly Line[], x: (kernel: number) => number, y: (time: number) => number): Mark[] {
  const ends = lines.map(({ points }) => points.at(-1)!);
  const heights = spread(
    ends.map(({ time }) => y(time)),
    labelDistance,
  );
  return lines.flatMap(({ style, label }, i) => {
    const { colour } = look[style];
    const { kernel, time } = ends[i]!;
    const from = [x(kernel) + 6, y(time)] as const;
    const to = [width + 18, heights[i]!] as const;
    const weight = style === 'wasm' ? 600 : 400;
    return [
      {
        type: 'path',
        encode: {
          enter: {
            path: { value: `M${from.join(' ')} L${to.join(' ')}` },
            stroke: { value: grey },
            strokeWidth: { value: 1 },
            strokeDash: { value: [1, 4] },
          },
        },
      },
      text(label, to[0] + 5, to[1], { fontSize: 13, fontWeight: weight, fill: colour, baseline: 'middle' }),
    ] satisfies Mark[];
  });
}
