import type { Boundary, PixelImage } from 'convolve-wasm';
import { isSame } from '../state/same.ts';
import type { Pair } from '../state/state.ts';
import { continuedIndices, continuedPixels } from './continuation.ts';
import { type Axes, reachOf } from './geometry.ts';
import { paint } from './paint.ts';
import { pixelsIn } from './pixels.ts';
import type { PictureRaster, Raster, Scene } from './protocol.ts';
import { rasterOf } from './raster.ts';

/** How much of a side is shown of its continuation at least, so that one sees the boundary rule on a whole picture too. */
const LEAST_PART = 1 / 8;
/** And how much at most: pixels take memory. */
const MAX_MARGIN_PX = 1024;

interface Look {
  readonly boundary: Pair<Boundary>;
  readonly fillvalue: number;
  readonly before: Pair<number>;
  readonly after: Pair<number>;
}

/** Draws pictures with their continuation, each only once. */
export interface Scenery {
  /** Null where it looks as it did at the last call. */
  draw(
    image: PixelImage,
    isNew: boolean,
    scene: Scene,
    axes: Axes,
    spare?: ArrayBuffer,
  ): PictureRaster | null;
}

export function createScenery(): Scenery {
  let raster: Raster | undefined;
  let last: Look | undefined;

  return {
    draw(image, isNew, scene, axes, spare) {
      const look = lookOf(scene, axes);
      if (!isNew && isSame(look, last)) return null;
      if (!raster || isNew) raster = rasterOf(image, 'auto', raster?.rgba.buffer);
      last = look;
      return continued(image, raster, look, spare);
    },
  };
}

function lookOf({ options }: Scene, axes: Axes): Look {
  const { boundary = 'fill', fillvalue = 0 } = options;
  const margins = axes.map((axis) => {
    const least = Math.ceil(axis.elements * LEAST_PART);
    return reachOf(axis).map((reach) => Math.min(Math.max(reach, least), MAX_MARGIN_PX));
  });
  const side = (index: 0 | 1): Pair<number> => [margins[0]![index]!, margins[1]![index]!];
  return {
    boundary: typeof boundary === 'string' ? [boundary, boundary] : boundary,
    fillvalue,
    before: side(0),
    after: side(1),
  };
}

function continued(
  image: PixelImage,
  raster: Raster,
  { boundary, fillvalue, before, after }: Look,
  spare: ArrayBuffer | undefined,
): PictureRaster {
  const { width, height, channels = 4 } = image;
  const indices = [height, width].map((elements, axis) =>
    continuedIndices(elements, [before[axis as 0 | 1], after[axis as 0 | 1]], boundary[axis as 0 | 1]),
  );
  const [rows, columns] = indices as [Int32Array, Int32Array];
  const fill = new Uint32Array(1);
  paint({ data: new Float64Array(channels).fill(fillvalue), width: 1, height: 1, channels }, raster, fill);
  const pixels = pixelsIn(spare, rows.length * columns.length);
  continuedPixels(new Uint32Array(raster.rgba.buffer), width, rows, columns, fill[0]!, pixels);
  const rgba = new Uint8ClampedArray(pixels.buffer);
  return { ...raster, rgba, widthPx: columns.length, heightPx: rows.length, before, after };
}
