import type { Mark, Spec } from 'vega';
import { spread } from '../measure/spread.ts';
import { config, grey, text } from './chart-style.ts';

/** A step edge after a blur. */
export interface StepLine {
  readonly name: string;
  readonly points: readonly { readonly place: number; readonly exact: number; readonly value: number }[];
}

/** Okabe and Ito's colours, as in the chart of speed; one for each line in turn. */
const colours = ['#0067a5', '#b84a00', '#007a58', '#9b4a7f'];

/** Layout in SVG pixels, chosen by eye for the width of a page. */
const width = 590;
const height = 250;
const gap = 62;
const padding = { left: 62, top: 74, right: 168, bottom: 58 };
const labelDistance = 19;

/** Above the edge after each blur, below how far that is from the exact Gaussian. */
export function stepChart(sigma: number, lines: readonly StepLine[]): Spec {
  const [first] = lines;
  const places = first!.points.map(({ place }) => place);
  const domain = [places[0]!, places.at(-1)!];
  const greatest = Math.max(...lines.flatMap(({ points }) => points.map(error).map(Math.abs)));
  const limit = Math.ceil(greatest + 0.5);
  return {
    width,
    height: 2 * height + gap,
    padding,
    autosize: 'none',
    background: 'white',
    config,
    scales: [{ name: 'place', type: 'linear', domain, range: [0, width], nice: false, zero: false }],
    marks: [
      text('A step edge after a Gaussian blur', -padding.left + 16, -44, {
        fontSize: 17,
        fontWeight: 600,
        fill: '#1f2328',
      }),
      text(`sigma ${sigma}, bytes; below: how far each is from the exact Gaussian`, -padding.left + 16, -22, {
        fontSize: 12.5,
        fill: grey,
      }),
      panel(0, [0, 255], [0, 64, 128, 192, 255], 'gray level', lines, ({ value }) => value),
      panel(height + gap, [-limit, limit], undefined, 'error, gray levels', lines, error),
    ],
  };
}

type Point = StepLine['points'][number];

function error({ value, exact }: Point): number {
  return value - exact;
}

function panel(
  top: number,
  domain: number[],
  values: number[] | undefined,
  title: string,
  lines: readonly StepLine[],
  of: (point: Point) => number,
): Mark {
  return {
    type: 'group',
    encode: { enter: { y: { value: top }, width: { value: width }, height: { value: height } } },
    scales: [{ name: 'level', type: 'linear', domain, range: [height, 0], nice: false }],
    axes: [
      { scale: 'place', orient: 'bottom', title: 'pixels from the edge', titlePadding: 8 },
      {
        scale: 'level',
        orient: 'left',
        ...(values && { values }),
        grid: true,
        domain: false,
        ticks: false,
        labelPadding: 8,
        title,
      },
    ],
    marks: [...lines.map((line, i) => drawn(line, i, of)), ...labels(lines, domain, of)],
  };
}

function drawn({ name, points }: StepLine, index: number, of: (point: Point) => number): Mark {
  return {
    type: 'group',
    data: [{ name, values: points.map((point) => ({ place: point.place, level: of(point) })) }],
    marks: [
      {
        type: 'line',
        from: { data: name },
        encode: {
          enter: {
            x: { scale: 'place', field: 'place' },
            y: { scale: 'level', field: 'level' },
            stroke: { value: colours[index]! },
            strokeWidth: { value: index === 0 ? 2.5 : 1.5 },
            strokeJoin: { value: 'round' },
          },
        },
      },
    ],
  };
}

/** In a column on the right. */
function labels(lines: readonly StepLine[], [low, high]: number[], of: (point: Point) => number): Mark[] {
  const ends = lines.map(({ points }) => height * (1 - (of(points.at(-1)!) - low!) / (high! - low!)));
  const places = spread(ends, labelDistance);
  return lines.map(({ name }, i) =>
    text(name, width + 12, places[i]!, {
      fontSize: 13,
      fontWeight: i === 0 ? 600 : 400,
      fill: colours[i]!,
      baseline: 'middle',
    }),
  );
}
