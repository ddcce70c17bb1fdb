import { effect, type ReadonlySignal } from '@preact/signals';
import { select } from 'd3-selection';
import { type D3ZoomEvent, ZoomTransform, zoom as zoomBehaviour } from 'd3-zoom';
import { shown } from '../engine/client.ts';
import { type State, state } from '../state/state.ts';
import { greatestFactor, type Size, viewOf, wholeOf, wholeScale, zoomOf } from './world.ts';

/** Movements up to this count as a click. */
const CLICK_PX = 4;

/** All else scrolls the page, so that one gets past the views: a wheel without Ctrl or the focus, a finger where all is seen already. */
function isZooming(this: HTMLCanvasElement, event: MouseEvent | TouchEvent): boolean {
  if ('touches' in event) return event.touches.length > 1 || state.peek().zoom.factor > 1;
  if (event.type === 'wheel') return event.ctrlKey || event.metaKey || this.parentElement!.matches(':focus');
  return event.button === 0;
}

/** How often a turn of the wheel doubles the size: d3's own measure, which takes Ctrl for a pinch, and at most once. */
function stepsOf({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const unit =
    deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.05 : deltaMode === WheelEvent.DOM_DELTA_PAGE ? 1 : 0.002;
  return Math.max(-1, Math.min(1, -deltaY * unit * (ctrlKey ? 10 : 1)));
}

/** Lets wheel, drag and pinch zoom a canvas, which follows the state. Gives back what ends it. */
export function zoomable(
  canvas: HTMLCanvasElement,
  size: ReadonlySignal<Size>,
  tell: (zoom: State['zoom']) => void,
): () => void {
  const selection = select<HTMLCanvasElement, unknown>(canvas);
  const behaviour = zoomBehaviour<HTMLCanvasElement, unknown>()
    .clickDistance(CLICK_PX)
    .filter(isZooming)
    .wheelDelta(stepsOf)
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      const what = shown.peek();
      if (!sourceEvent || !what) return;
      tell(zoomOf(what, { scale: transform.k, left: transform.x, top: transform.y }, size.peek()));
    });
  selection.call(behaviour).on('dblclick.zoom', null);

  const stopFollowing = effect(() => {
    const what = shown.value;
    const { zoom } = state.value;
    const { widthPx, heightPx } = size.value;
    if (!what || widthPx === 0 || heightPx === 0) return;
    const { width, height } = wholeOf(what);
    const [rows, columns] = what.axes;
    const [left, top] = [columns.elements / 2 - width / 2, rows.elements / 2 - height / 2];
    behaviour
      .extent([
        [0, 0],
        [widthPx, heightPx],
      ])
      .translateExtent([
        [left, top],
        [left + width, top + height],
      ]);
    const least = wholeScale(what, size.value);
    behaviour.scaleExtent([least, least * greatestFactor(what, size.value)]);
    const view = viewOf(what, zoom, size.value);
    selection.property('__zoom', new ZoomTransform(view.scale, view.left, view.top));
    canvas.classList.toggle('zoomed', zoom.factor > 1);
  });

  return () => {
    stopFollowing();
    selection.on('.zoom', null);
  };
}
