import { ticks } from 'd3-array';
import { useEffect, useRef } from 'preact/hooks';
import type { Raster } from '../engine/protocol.ts';
import { shortNumber } from './numbers.ts';

const TICKS = 4;
const HISTOGRAM_HEIGHT = 32;

/** The colours of numbers, and over each colour how many numbers have it, but for kernels, which have few. */
export function Scale({
  raster,
  of,
}: {
  readonly raster: Raster;
  readonly of: 'kernel' | 'picture' | 'result';
}) {
  const { low, high, statistics, counts, colourMap } = raster;
  const { lowest, highest, mean, nanCount, infinityCount } = statistics;
  const place = (value: number) => (high > low ? (100 * (value - low)) / (high - low) : 50);
  const marks = high > low ? ticks(low, high, TICKS) : [low];
  return (
    <div class="scale">
      {of !== 'kernel' && (
        <Histogram
          counts={counts}
          label={`Histogram of the ${of}: lowest ${shortNumber(lowest)}, highest ${shortNumber(highest)}, mean ${shortNumber(mean)}`}
        />
      )}
      <Bar raster={raster} />
      <div class="ticks" aria-hidden="true">
        {marks.map((value) => (
          <span key={value} style={{ left: `${place(value)}%` }}>
            {shortNumber(value)}
          </span>
        ))}
      </div>
      <p class="range">
        {shortNumber(lowest)} to {shortNumber(highest)}
        {of !== 'kernel' && `, mean ${shortNumber(mean)}`}
        {colourMap === 'colours' && low < 0 && '; 0 is mid-gray'}
        {infinityCount > 0 && `; ${infinityCount} infinite`}
        {nanCount > 0 && (
          <>
            ; <span class="nan-swatch" /> {nanCount} NaN
          </>
        )}
      </p>
    </div>
  );
}

function Bar({ raster }: { readonly raster: Raster }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colours } = raster;
  useEffect(() => {
    const bytes = new Uint8ClampedArray(colours.slice().buffer);
    canvas.current!.getContext('2d')!.putImageData(new ImageData(bytes, colours.length, 1), 0, 0);
  }, [colours]);
  return <canvas ref={canvas} class="bar" width={colours.length} height={1} />;
}

const channelNames = ['red', 'green', 'blue'] as const;

function Histogram({ counts, label }: { readonly counts: Raster['counts']; readonly label: string }) {
  const most = counts.reduce((most, list) => list.reduce((one, other) => Math.max(one, other), most), 0);
  const [{ length } = { length: 1 }] = counts;
  return (
    <svg
      class="histogram"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${length} ${HISTOGRAM_HEIGHT}`}
      preserveAspectRatio="none"
    >
      {counts.map((list, index) => (
        <path
          key={channelNames[index]}
          class={counts.length > 1 ? channelNames[index] : undefined}
          d={outlineOf(list, most)}
        />
      ))}
    </svg>
  );
}

/** Bars as one outline. Heights are square roots, so that rare numbers are seen next to frequent ones. */
function outlineOf(counts: Uint32Array, most: number): string {
  let path = `M0 ${HISTOGRAM_HEIGHT}`;
  counts.forEach((count, level) => {
    const height = most > 0 ? HISTOGRAM_HEIGHT * Math.sqrt(count / most) : 0;
    // Tenths are enough to draw.
    path += `V${Math.round(10 * (HISTOGRAM_HEIGHT - height)) / 10}H${level + 1}`;
  });
  return `${path}V${HISTOGRAM_HEIGHT}Z`;
}
