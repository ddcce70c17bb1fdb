import { effect, signal } from '@preact/signals';
import type { Probe } from '../engine/protocol.ts';
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
  announced.value = probe ? sentenceOn(probe) : '';
  timer = setTimeout(tell, PAUSE_MS);
}

/** The sum of the products, and the result where its type, a divisor or delta makes another number of it. */
function sentenceOn({ at, sum, result }: Probe): string {
  const [total, shown] = [shortNumber(sum), shortNumber(result)];
  return `Row ${at[0]}, column ${at[1]}: sum ${total}${shown === total ? '' : `, result ${shown}`}`;
}
