import { effect, signal } from '@preact/signals';
import { shortNumber } from './numbers.ts';
import { sum } from './pointing.ts';

/** Speech takes time: sums that change faster are told once in so many milliseconds. */
const PAUSE_MS = 1000;

/** What a screen reader says of the pointed sum. */
export const announced = signal('');

let timer: ReturnType<typeof setTimeout> | undefined;
let isDue = false;

effect(() => {
  if (!sum.value) return;
  isDue = true;
  if (timer === undefined) tell();
});

function tell(): void {
  timer = undefined;
  if (!isDue) return;
  isDue = false;
  const probe = sum.peek();
  announced.value = probe
    ? `Row ${probe.at[0]}, column ${probe.at[1]}: sum ${shortNumber(probe.result)}`
    : '';
  timer = setTimeout(tell, PAUSE_MS);
}
