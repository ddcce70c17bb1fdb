import { useMemo } from 'preact/hooks';
import { resultTypeOf } from '../engine/geometry.ts';
import { sceneOf } from '../engine/scene.ts';
import { sumOfTaps } from '../engine/taps.ts';
import { state, update } from '../state/state.ts';
import { rows } from './choose.ts';
import { rankOf } from './measure.ts';
import { shortNumber } from './numbers.ts';
import { largestOf } from './tint.ts';

const GREATEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** What is known of the kernel, and whether it is divided by its sum. */
export function KernelFacts() {
  const taps = rows.value;
  const sum = useMemo(() => sumOfTaps(taps.flat()), [taps]);
  const rank = useMemo(() => rankOf(taps), [taps]);
  const { normalize } = state.value;
  return (
    <>
      <dl class="facts">
        <dt>Size</dt>
        <dd>{`${taps.length} x ${taps[0]!.length}`}</dd>
        <dt>Sum</dt>
        <dd>{Number.isFinite(sum) ? shortNumber(sum) : 'too large for a number'}</dd>
        <dt>Rank</dt>
        <dd>{rankSentence(rank)}</dd>
      </dl>
      {largestOf(taps) > GREATEST_FLOAT32 && resultTypeOf(sceneOf(state.value)) === 'float32' && (
        <p class="hint">
          Taps beyond 3.4e38 are infinite in float32. Choose float64 as the type of the result to keep them.
        </p>
      )}
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
