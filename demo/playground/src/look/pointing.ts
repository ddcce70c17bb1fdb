import { computed, effect, signal } from '@preact/signals';
import { probe, shown } from '../engine/client.ts';
import type { Axes } from '../engine/geometry.ts';
import type { Probe } from '../engine/protocol.ts';
import { isSame } from '../state/same.ts';
import { type Pair, state, update } from '../state/state.ts';
import { clampedTo, indexOf, type Shape } from './walk.ts';
import { type Size, zoomOn } from './world.ts';

/** Where the results lie: one object as long as it is the same, so that what depends on it is not done again for each result. */
let kept: Axes | undefined;
export const axes = computed<Axes | undefined>(() => {
  const next = shown.value?.axes;
  if (!isSame(next, kept)) kept = next;
  return kept;
});

/** Rows and columns of the result. */
export const shape = computed<Shape | null>(() =>
  axes.value ? [axes.value[0].results, axes.value[1].results] : null,
);

/** The result under a mouse. It counts before the one that was chosen, and is not part of the state. */
export const hovered = signal<Pair<number> | null>(null);
/** The result that playing has come to. */
export const played = signal<Pair<number> | null>(null);
/** How many results are seen while they appear one after the other; null: all. */
export const revealed = signal<number | null>(null);
/** Which of the picture's channels the sums are of. */
export const channel = computed(() => state.value.channel);
/** Of the view of the result. */
export const viewSize = signal<Size>({ widthPx: 1, heightPx: 1 });

/** The result whose sum is shown. */
export const pointed = computed<Pair<number> | null>(() => {
  const at = played.value ?? hovered.value ?? state.value.pointed;
  return at && shape.value ? clampedTo(shape.value, at) : null;
});

/** Chooses a result, and shows it if it is out of sight. */
export function choose(at: Pair<number>): void {
  hovered.value = null;
  update({ pointed: at });
  reveal(at);
  follow(at);
}

/** Makes the results appear up to one of them, where they do. */
export function reveal(at: Pair<number>): void {
  const seen = revealed.peek();
  const size = shape.peek();
  if (seen !== null && size) revealed.value = Math.max(seen, indexOf(at, size) + 1);
}

export function follow(at: Pair<number>): void {
  const { zoom } = state.peek();
  const what = shown.peek();
  if (!what) return;
  const next = zoomOn(what, zoom, viewSize.peek(), at);
  if (next !== zoom) update({ zoom: next });
}

/** How the sum of the pointed result comes about. */
export const sum = signal<Probe | null>(null);

let isAsking = false;
let isStale = false;

/** Asks the engine, and once more if something has changed meanwhile. */
async function ask(): Promise<void> {
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  while (isStale) {
    isStale = false;
    const at = pointed.peek();
    const channels = shown.peek()?.result.shape[2] ?? 1;
    sum.value = at && (await probe(at, Math.min(channel.peek(), channels - 1)));
  }
  isAsking = false;
}

effect(() => {
  void [pointed.value, channel.value, shown.value];
  void ask();
});
