import { effect, signal } from '@preact/signals';
import { shown } from './client.ts';

/** So often one can read a changing number, and no more of a frame's time is left for those that nobody reads. */
const PAUSE_MS = 150;

/**
 * What the engine showed last, for histograms, times and other texts. While results follow each other faster than these can be read,
 * as when a tap is dragged, some are left out, but never the last one.
 */
export const calm = signal(shown.peek());

let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  void shown.value;
  if (timer === undefined) tell();
});

function tell(): void {
  timer = undefined;
  if (calm.peek() === shown.peek()) return;
  calm.value = shown.peek();
  timer = setTimeout(tell, PAUSE_MS);
}
