import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Scrolled } from '../controls/scrolled.tsx';
import type { Raster } from '../engine/protocol.ts';

/** Of the longer side, but for long and narrow kernels, which scroll. */
const MAX_SIDE_PX = 192;
const MAX_CELL_PX = 32;
/** Of the shorter side of those, or as large as their taps may be: else they would be a line. */
const MIN_SIDE_PX = 48;
const MAX_STRIP_CELL_PX = 16;
const LEAST_GRID_PX = 8;

/** The taps as they are applied, each a square of its colour. */
export function KernelView({ raster }: { readonly raster: Raster }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthPx, heightPx } = raster;
  const [shorter, longer] = [Math.min(widthPx, heightPx), Math.max(widthPx, heightPx)];
  const stripPx = Math.min(MAX_STRIP_CELL_PX, MIN_SIDE_PX / shorter);
  const cellPx = Math.max(1, Math.floor(Math.min(MAX_CELL_PX, Math.max(MAX_SIDE_PX / longer, stripPx))));
  const isLong = cellPx * longer > MAX_SIDE_PX && shorter < longer;
  const taps = useMemo(() => canvasOf(widthPx, heightPx), [widthPx, heightPx]);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const [width, height] = [widthPx * cellPx, heightPx * cellPx];
    // Each tap a pixel, then each pixel a cell.
    taps.getContext('2d')!.putImageData(new ImageData(raster.rgba, widthPx, heightPx), 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(taps, 0, 0, width, height);
    if (cellPx < LEAST_GRID_PX) return;
    for (let right = cellPx; right <= width; right += cellPx) context.clearRect(right - 1, 0, 1, height);
    for (let bottom = cellPx; bottom <= height; bottom += cellPx) context.clearRect(0, bottom - 1, width, 1);
  }, [raster, taps, cellPx, widthPx, heightPx]);
  return (
    <Scrolled label="The kernel" isLong={isLong}>
      <canvas
        ref={canvas}
        class="kernel-view"
        data-view="kernel"
        data-rows={heightPx}
        data-columns={widthPx}
        data-cell-width={cellPx}
        data-cell-height={cellPx}
        width={widthPx * cellPx}
        height={heightPx * cellPx}
        role="img"
        aria-label={`The kernel as it is applied: ${heightPx} rows, ${widthPx} columns`}
      />
    </Scrolled>
  );
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height });
}
