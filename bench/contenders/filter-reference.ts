import type { TypedArray } from 'convolve-wasm';
import { type Filtering, normalized } from '../cells/cell.ts';
import { reflected } from './reference.ts';

interface Answer {
  readonly row: string;
  readonly answer: TypedArray;
}

/** The first fault of an answer to a filter; undefined if there is none. All elements are compared, in float64. */
export function filterErrors(cell: Filtering): (answer: Answer) => string | undefined {
  const [rows, columns] = cell.image.shape;
  return filters[cell.filter]({ rows, columns, data: cell.image.data });
}

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

/** Of an answer with an error, how great it is and where. */
type Check = (picture: Picture) => (answer: Answer) => string | undefined;

/** Rounding of a result to float32, and of what an implementation may compute in float32 before. */
const FLOAT32 = 2 ** -21;
/** OpenCV computes angles by a polynomial that is up to 0.3 degrees off (`fastAtan2`). */
const OPENCV_ANGLE = 0.006;

const gradients: Check = (picture) => {
  const { x, y } = derivatives(picture);
  const parts = [
    x,
    y,
    x.map((right, i) => Math.hypot(right, y[i]!)),
    x.map((right, i) => Math.atan2(y[i]!, right)),
  ];
  const names = ['x', 'y', 'magnitude', 'angle'];
  return ({ row, answer }) => {
    for (const [part, exact] of parts.entries()) {
      const isAngle = names[part] === 'angle';
      const bound = isAngle && row === 'opencv' ? OPENCV_ANGLE : FLOAT32;
      const error = greatest(exact, (value, i) => {
        const difference = Math.abs(answer[part * exact.length + i]! - value);
        // OpenCV's angles go from 0 to a full turn, ours from minus a half to a half.
        if (isAngle) return Math.min(difference, Math.abs(difference - 2 * Math.PI));
        return difference / Math.max(1, Math.abs(value));
      });
      if (error > bound) return `${names[part]} is off by ${error}, more than ${bound}`;
    }
    return undefined;
  };
};

const gray: Check = (picture) => {
  const exact = brightness(picture);
  return ({ answer }) => offByMore(exact, answer, 0);
};

/** A magnitude in float32 may lie on the other side of a half. */
const pipeline: Check = (picture) => {
  const { rows, columns } = picture;
  const { x, y } = derivatives({ rows, columns, data: brightness(picture) });
  const magnitudes = x.map((right, i) => Math.hypot(right, y[i]!));
  let [low, high] = [Infinity, -Infinity];
  for (const value of magnitudes) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const exact = new Float64Array(4 * magnitudes.length).fill(255);
  for (const [i, value] of magnitudes.entries()) {
    exact.fill(Math.round((255 * (value - low)) / (high - low)), 4 * i, 4 * i + 3);
  }
  return ({ answer }) => offByMore(exact, answer, 1);
};

/** At most 1 off before colours are divided by alpha: a nearly clear pixel may have any colour. */
const sprite: Check = ({ rows, columns, data }) => {
  const premultiplied = Float64Array.from(data, (value, i) =>
    i % 4 === 3 ? value : value * (data[i | 3]! / 255),
  );
  const exact = blurred({ rows, columns, data: premultiplied });
  return ({ answer }) => {
    const error = greatest(exact, (value, i) => {
      if (i % 4 === 3) return Math.abs(Math.round(value) - answer[i]!);
      const alpha = exact[i | 3]!;
      const colour = alpha > 0 ? Math.min(255, Math.round((value * 255) / alpha)) : 0;
      return (Math.abs(colour - answer[i]!) * alpha) / 255;
    });
    // The reference is rounded too.
    return error > 1 + 1e-9 ? `off by ${error}, weighed by alpha` : undefined;
  };
};

const filters: { readonly [name in Filtering['filter']]: Check } = { gradients, gray, pipeline, sprite };

function offByMore(exact: Float64Array, answer: TypedArray, bound: number): string | undefined {
  const error = greatest(exact, (value, i) => Math.abs(answer[i]! - value));
  return error > bound ? `off by ${error}, more than ${bound}` : undefined;
}

function greatest(exact: Float64Array, error: (value: number, index: number) => number): number {
  let found = 0;
  for (let i = 0; i < exact.length; i++) found = Math.max(found, error(exact[i]!, i));
  return found;
}

/** BT.601 in 15-bit fixed point, as OpenCV has it. */
function brightness({ rows, columns, data }: Picture): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) =>
    Math.floor(
      (9798 * data[4 * i]! + 19235 * data[4 * i + 1]! + 3735 * data[4 * i + 2]! + 2 ** 14) / 2 ** 15,
    ),
  );
}

/** Sobel's, of one channel, the picture continued by reflection. */
function derivatives({ rows, columns, data }: Picture): {
  readonly x: Float64Array;
  readonly y: Float64Array;
} {
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows * columns);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const pixel = (down: number, right: number) =>
        data[reflected(row + down, rows) * columns + reflected(column + right, columns)]!;
      const diagonal = pixel(1, 1) - pixel(-1, -1);
      const other = pixel(-1, 1) - pixel(1, -1);
      x[i] = diagonal + other + 2 * (pixel(0, 1) - pixel(0, -1));
      y[i] = diagonal - other + 2 * (pixel(1, 0) - pixel(-1, 0));
    }
  }
  return { x, y };
}

/** Four channels under a Gaussian of sigma 10 that ends four standard deviations from its centre. */
function blurred({ rows, columns, data }: Picture): Float64Array {
  const radius = 40;
  const taps = normalized(
    Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / 200)),
  );
  const down = new Float64Array(data.length);
  const width = 4 * columns;
  for (let row = 0; row < rows; row++) {
    for (const [tap, weight] of taps.entries()) {
      const from = reflected(row + tap - radius, rows) * width;
      for (let i = 0; i < width; i++) {
        const to = row * width + i;
        down[to] = down[to]! + weight * data[from + i]!;
      }
    }
  }
  const sums = new Float64Array(data.length);
  const places = Array.from({ length: columns + 2 * radius }, (_, i) => 4 * reflected(i - radius, columns));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (let tap = 0; tap <= 2 * radius; tap++) {
          sum += taps[tap]! * down[row * width + places[column + tap]! + c]!;
        }
        sums[row * width + 4 * column + c] = sum;
      }
    }
  }
  return sums;
}
