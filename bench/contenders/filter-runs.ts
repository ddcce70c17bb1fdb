import type { BackendName, TypedArray } from 'convolve-wasm';
import { arrays, type ElementType, type Filtering } from '../cells/cell.ts';
import type { Library, Runs } from './runs.ts';

/** Functions whose `out` and `backend` builds may not know yet. */
interface Pointwise {
  grayscale(image: object, options: object): { data: Uint8ClampedArray; width: number; height: number };
  toImageData(image: object, how: string, options: object): { data: Uint8ClampedArray };
}
const pointwise = (library: Library) => library as unknown as Pointwise;

/** A filter's results, and the ways in which a library computes them. */
interface Filter {
  /** Of each result: the type of its elements, and how many a pixel has. */
  readonly results: readonly (readonly [dtype: ElementType, channels: number])[];
  runs(library: Library, picture: Picture, backend: BackendName, outs: TypedArray[]): Runs;
}

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly image: Filtering['image'];
}

const parts = ['x', 'y', 'magnitude', 'angle'] as const;

const gradients: Filter = {
  results: parts.map(() => ['float32', 1]),
  runs({ allocate, sobel }, { rows, columns, image }, backend, outs) {
    const source = allocate([rows, columns], 'uint8', { backend });
    source.data.set(image.data);
    const out = partsOf((i) => outs[i] as Float32Array);
    const target = partsOf(() => allocate([rows, columns], 'float32', { backend }));
    return {
      resident: () => {
        sobel(source, { backend, out: target });
        return parts.map((name) => target[name].data);
      },
      out: () => {
        sobel(image, { backend, out });
        return outs;
      },
      fresh: () => {
        const result = sobel(image, { backend });
        return parts.map((name) => result[name].data);
      },
    };
  },
};

function partsOf<Part>(part: (index: number) => Part): { readonly [name in (typeof parts)[number]]: Part } {
  const [x, y, magnitude, angle] = parts.map((_, index) => part(index)) as [Part, Part, Part, Part];
  return { x, y, magnitude, angle };
}

const gray: Filter = {
  results: [['uint8', 1]],
  runs(library, { rows, columns, image }, backend, [out]) {
    const { allocate } = library;
    const { grayscale } = pointwise(library);
    const source = allocate([rows, columns, 4], 'uint8', { backend });
    source.data.set(image.data);
    const kept = { backend, out };
    const resident = { backend, out: allocate([rows, columns], 'uint8', { backend }) };
    return {
      resident: () => [grayscale(source, resident).data],
      out: () => {
        grayscale(image, kept);
        return [out!];
      },
      fresh: () => [grayscale(image, { backend }).data],
    };
  },
};

const pipeline: Filter = {
  results: [['uint8clamped', 4]],
  runs(library, { rows, columns, image: { data } }, backend, [out]) {
    const { sobel } = library;
    const { grayscale, toImageData } = pointwise(library);
    const image = { data, width: columns, height: rows };
    const kept = { data: new Uint8ClampedArray(rows * columns), width: columns, height: rows, channels: 1 };
    const magnitude = { data: new Float32Array(rows * columns), width: columns, height: rows, channels: 1 };
    return {
      out: () => {
        grayscale(image, { backend, out: kept });
        sobel(kept, { output: 'magnitude', backend, out: magnitude });
        toImageData(magnitude, 'minmax', { backend, out });
        return [out!];
      },
      fresh: () => {
        const edges = sobel(grayscale(image, { backend }), { output: 'magnitude', backend });
        return [toImageData(edges, 'minmax', { backend }).data];
      },
    };
  },
};

const sprite: Filter = {
  results: [['uint8clamped', 4]],
  runs({ gaussianBlur }, { rows, columns, image: { data } }, backend, [out]) {
    const image = { data, width: columns, height: rows };
    const anew = { sigma: 10, alpha: 'premultiply', backend } as const;
    const kept = { ...anew, out: out! };
    return {
      out: () => [gaussianBlur(image, kept)],
      fresh: () => [gaussianBlur(image, anew).data],
    };
  },
};

const filters: { readonly [name in Filtering['filter']]: Filter } = { gradients, gray, pipeline, sprite };

export function filterTypes({ filter, image: { shape } }: Filtering) {
  return filters[filter].results.map(([dtype, channels]) => ({
    array: arrays[dtype],
    length: shape[0] * shape[1] * channels,
  }));
}

export function filterRuns(
  library: Library,
  { filter, image }: Filtering,
  backend: BackendName,
  outs: TypedArray[],
): Runs {
  const [rows, columns] = image.shape;
  return filters[filter].runs(library, { rows, columns, image }, backend, outs);
}
