import { shown } from '../engine/client.ts';
import { type Pair, state, update } from '../state/state.ts';
import { isPlaying, pause, play, uncover } from './playing.ts';
import { choose, pointed, shape, viewSize } from './pointing.ts';
import { movedBy } from './walk.ts';
import { centreOf, greatestFactor, panned, zoomedBy, zoomToWindow } from './world.ts';

/** How much closer one step of zooming goes. */
const ZOOM_RATIO = 1.5;

/** How far Shift with an arrow moves what is seen: a tenth of it. */
const pans: { readonly [key: string]: Pair<number> } = {
  ArrowUp: [-0.1, 0],
  ArrowDown: [0.1, 0],
  ArrowLeft: [0, -0.1],
  ArrowRight: [0, 0.1],
};

export function zoomIn(): void {
  zoomBy(ZOOM_RATIO);
}

export function zoomOut(): void {
  zoomBy(1 / ZOOM_RATIO);
}

export function zoomToAll(): void {
  zoomBy(0);
}

function zoomBy(ratio: number): void {
  const what = shown.peek();
  if (!what) return;
  const at = pointed.peek();
  const about = at ? centreOf(what, at) : undefined;
  update({ zoom: zoomedBy(state.peek().zoom, ratio, greatestFactor(what, viewSize.peek()), about) });
}

/** Shows the window so large that one can count its elements. */
export function zoomToPointed(): void {
  const [what, at] = [shown.peek(), pointed.peek()];
  if (what && at) update({ zoom: zoomToWindow(what, viewSize.peek(), at) });
}

/** What keys do in a view. */
export function onKey(event: KeyboardEvent): void {
  const { key, shiftKey, altKey, metaKey } = event;
  const size = shape.peek();
  if (altKey || metaKey || !size) return;
  const pan = shiftKey ? pans[key] : undefined;
  const action = pan ? () => update({ zoom: panned(state.peek().zoom, pan) }) : actionOf(event);
  if (!action) return;
  event.preventDefault();
  action();
}

function moveOf(event: KeyboardEvent): (() => void) | null {
  const at = movedBy(event, pointed.peek(), shape.peek()!);
  if (!at) return null;
  return () => {
    pause();
    choose(at);
  };
}

function actionOf(event: KeyboardEvent): (() => void) | null {
  switch (event.key) {
    case '+':
    case '=':
      return event.ctrlKey ? null : zoomIn;
    case '-':
      return event.ctrlKey ? null : zoomOut;
    case '0':
      return event.ctrlKey ? null : zoomToAll;
    case 'Enter':
    case ' ':
      return isPlaying.peek() ? pause : play;
    case 'Escape':
      return () => {
        uncover();
        update({ pointed: null });
      };
    default:
      return moveOf(event);
  }
}
