import { effect, signal } from '@preact/signals';
import { type Pair, state } from '../state/state.ts';
import { choose, follow, played, pointed, reveal, revealed, shape } from './pointing.ts';
import { indexOf, placeAt } from './walk.ts';

export const isPlaying = signal(false);

const reduced = matchMedia('(prefers-reduced-motion: reduce)');
export const isMotionReduced = signal(reduced.matches);
reduced.addEventListener('change', () => {
  isMotionReduced.value = reduced.matches;
  if (reduced.matches) pause();
});

/** The index that comes next: the first after the last, and at the start. */
function nextIndex(): number {
  const { pointed: chosen } = state.peek();
  const size = shape.peek();
  if (!chosen || !size || revealed.peek() === null) return 0;
  const next = indexOf(chosen, size) + 1;
  return next < size[0] * size[1] ? next : 0;
}

/** Makes the next result appear. The first step covers all others. */
export function step(): void {
  pause();
  const size = shape.peek();
  if (!size) return;
  const next = nextIndex();
  if (next === 0) revealed.value = 0;
  choose(placeAt(next, size));
}

/** Makes results appear one after the other. */
export function play(): void {
  if (isPlaying.peek() || isMotionReduced.peek() || !shape.peek()) return;
  step();
  played.value = state.peek().pointed;
  isPlaying.value = true;
  let before = performance.now();
  let due = 0;
  const advance = (now: number) => {
    if (!isPlaying.peek()) return;
    due += ((now - before) / 1000) * state.peek().speed;
    before = now;
    const whole = Math.floor(due);
    due -= whole;
    if (whole > 0) moveBy(whole);
    requestAnimationFrame(advance);
  };
  requestAnimationFrame(advance);
}

function moveBy(steps: number): void {
  const size = shape.peek();
  const at = pointed.peek();
  if (!size || !at) {
    pause();
    return;
  }
  const last = size[0] * size[1] - 1;
  const index = Math.min(indexOf(at, size) + steps, last);
  const next: Pair<number> = placeAt(index, size);
  played.value = next;
  reveal(next);
  follow(next);
  if (index === last) pause();
}

export function pause(): void {
  if (!isPlaying.peek()) return;
  isPlaying.value = false;
  const at = played.peek();
  played.value = null;
  if (at) choose(at);
}

/** Shows all results again. */
export function uncover(): void {
  pause();
  revealed.value = null;
}

// Another call has other results, so that counting them begins anew.
let covered = '';
effect(() => {
  const now = String(shape.value);
  if (covered !== now) {
    covered = now;
    uncover();
  }
});
