import { useEffect, useRef } from 'preact/hooks';
import type { PictureRaster, Raster } from '../engine/protocol.ts';
import { Scale } from '../look/scale.tsx';
import type { Pair } from '../state/state.ts';

interface PlotProps {
  readonly title: string;
  readonly of: 'kernel' | 'picture' | 'result';
  readonly raster: Raster;
  /** The element that is marked. */
  readonly at?: Pair<number> | undefined;
  readonly onPoint?: (at: Pair<number>) => void;
}

/** Numbers as colours, with a colour bar. */
export function Plot({ title, of, raster, at, onPoint }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { rgba, widthPx, heightPx } = raster;
  useEffect(() => {
    canvas.current!.getContext('2d')!.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  }, [rgba, widthPx, heightPx]);

  const point = ({ offsetX, offsetY, currentTarget }: PointerEvent) => {
    const { clientWidth, clientHeight } = currentTarget as HTMLCanvasElement;
    const index = (offset: number, length: number, count: number) =>
      Math.max(0, Math.min(count - 1, Math.floor((offset / length) * count)));
    onPoint?.([index(offsetY, clientHeight, heightPx), index(offsetX, clientWidth, widthPx)]);
  };
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div class="plot-frame">
        <canvas
          ref={canvas}
          width={widthPx}
          height={heightPx}
          class={onPoint && 'pointable'}
          data-plot={of}
          role="img"
          aria-label={`${title}: ${heightPx} rows, ${widthPx} columns`}
          onPointerDown={onPoint && point}
          onPointerMove={onPoint && ((event) => event.buttons > 0 && point(event))}
        />
        {at && (
          <div
            class="plot-mark"
            style={{
              left: `${(100 * (at[1] + 0.5)) / widthPx}%`,
              top: `${(100 * (at[0] + 0.5)) / heightPx}%`,
            }}
          />
        )}
      </div>
      <Scale raster={raster} of={of} />
    </figure>
  );
}

/** By 180 degrees: a kernel as it is written, from one that is applied by a convolution, and the other way round. */
export function turned(raster: Raster): Raster {
  const words = new Uint32Array(raster.rgba.slice().buffer).reverse();
  return { ...raster, rgba: new Uint8ClampedArray(words.buffer) };
}

/** A picture with so many rows and columns of zeros on each side, of the more that views show. */
export function padded(picture: PictureRaster, byPx: number): Raster {
  const [top, left] = picture.before.map((before) => Math.max(0, before - byPx)) as [number, number];
  const [bottom, right] = picture.after.map((after) => Math.max(0, after - byPx)) as [number, number];
  const [widthPx, heightPx] = [picture.widthPx - left - right, picture.heightPx - top - bottom];
  const source = new Uint32Array(picture.rgba.buffer);
  const words = new Uint32Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const start = (top + row) * picture.widthPx + left;
    words.set(source.subarray(start, start + widthPx), row * widthPx);
  }
  const pixels = picture.widthPx - picture.before[1] - picture.after[1];
  const elements = pixels * (picture.heightPx - picture.before[0] - picture.after[0]);
  return {
    ...withZeros(picture, words.length - elements, elements),
    rgba: new Uint8ClampedArray(words.buffer),
    widthPx,
    heightPx,
  };
}

/** What its scale tells of a picture of so many elements, and of zeros beside them. */
function withZeros(picture: PictureRaster, zeros: number, elements: number): PictureRaster {
  if (zeros === 0) return picture;
  const { low, high, statistics } = picture;
  const counts = picture.counts.map((list) => {
    const counted = list.slice();
    counted[Math.round(((counted.length - 1) * -low) / (high - low))]! += zeros;
    return counted;
  });
  return {
    ...picture,
    counts,
    statistics: {
      ...statistics,
      lowest: Math.min(0, statistics.lowest),
      highest: Math.max(0, statistics.highest),
      mean: (statistics.mean * elements) / (elements + zeros),
    },
  };
}
