import { sumOfTaps } from '../engine/taps.ts';
import { state, update } from '../state/state.ts';
import { rows } from './choose.ts';
import { rankOf } from './measure.ts';
import { shortNumber } from './numbers.ts';

/** What is known of the kernel, and whether it is divided by its sum. */
export function KernelFacts() {
  const taps = rows.value;
  const sum = sumOfTaps(taps.flat());
  const { normalize } = state.value;
  return (
    <>
      <dl class="facts">
        <dt>Size</dt>
        <dd>{`${taps.length} x ${taps[0]!.length}`}</dd>
        <dt>Sum</dt>
        <dd>{shortNumber(sum)}</dd>
        <dt>Rank</dt>
        <dd>{rankSentence(rankOf(taps))}</dd>
      </dl>
      <label>
        <input
          type="checkbox"
          checked={normalize}
          onChange={(event) => update({ normalize: event.currentTarget.checked })}
        />{' '}
        Normalize: divide by the sum
      </label>
      {normalize && sum === 0 && <p class="hint">Not divided: the sum is 0.</p>}
    </>
  );
}

function rankSentence(rank: number): string {
  if (rank === 0) return '0: all taps are 0';
  if (rank === 1) return '1: separable, a column times a row';
  return `${rank}: not separable, a sum of ${rank} products of a column and a row`;
}
