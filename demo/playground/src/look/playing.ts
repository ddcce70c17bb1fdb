import { computed, effect, signal } from '@preact/signals';
import { sceneOf } from '../engine/scene.ts';
import { isSame } from '../state/same.ts';
import { type Pair, speeds, state } from '../state/state.ts';
import { choose, follow, played, pointed, reveal, revealed, shape } from './pointing.ts';
import { clampedTo, indexOf, placeAt, type Shape } from './walk.ts';

export const isPlaying = signal(false);

/** Where less motion is asked for: so few a second that one can follow each. */
const MAX_REDUCED_SPEED = 10;

const reduced = matchMedia('(prefers-reduced-motion: reduce)');
const isMotionReduced = signal(reduced.matches);
reduced.addEventListener('change', () => {
  isMotionReduced.value = reduced.matches;
});

export const offeredSpeeds = computed(() =>
  speeds.filter((each) => !isMotionReduced.value || each <= MAX_REDUCED_SPEED),
);
/** Results a second. */
export const speed = computed(() => {
  const chosen = state.value.speed;
  return isMotionReduced.value ? Math.min(chosen, MAX_REDUCED_SPEED) : chosen;
});

/** The index after the chosen result; the first one after the last, and where none is chosen. */
function nextIndex(size: Shape): number {
  const { pointed: chosen } = state.peek();
  if (!chosen) return 0;
  const next = indexOf(clampedTo(size, chosen), size) + 1;
  return next < size[0] * size[1] ? next : 0;
}

/** Makes the next result appear. The first step covers those that come after it. */
export function step(): void {
  pause();
  const size = shape.peek();
  if (!size) return;
  const next = nextIndex(size);
  if (next === 0 || revealed.peek() === null) revealed.value = next;
  choose(placeAt(next, size));
}

/** Makes results appear one after the other. */
export function play(): void {
  if (isPlaying.peek() || !shape.peek()) return;
  step();
  played.value = state.peek().pointed;
  isPlaying.value = true;
  let before = performance.now();
  let due = 0;
  const advance = (now: number) => {
    if (!isPlaying.peek()) return;
    due += ((now - before) / 1000) * speed.peek();
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

// Another call has other results: all of them are shown.
let covered: unknown;
effect(() => {
  // Other colours are of the same call.
  const now = { call: { ...sceneOf(state.value), colourMap: null }, shape: shape.value };
  if (isSame(now, covered)) return;
  covered = now;
  uncover();
});
