import { computed, signal } from '@preact/signals';
import type { Pair } from '../state/state.ts';
import { rows } from './choose.ts';

/** The tap that has the focus, or that the pointer is on. */
export const pointedTap = signal<Pair<number>>([0, 0]);

/** The same, within the kernel where that has become smaller. */
export const highlighted = computed<Pair<number>>(() => [
  Math.min(pointedTap.value[0], rows.value.length - 1),
  Math.min(pointedTap.value[1], rows.value[0]!.length - 1),
]);
