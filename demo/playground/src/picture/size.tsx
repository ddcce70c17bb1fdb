import { useId } from 'preact/hooks';
import { NumberField } from '../controls/number-field.tsx';
import { limits } from '../state/limits.ts';
import { state, update } from '../state/state.ts';
import { ownSizeOf } from './generate.ts';

const [leastPx, greatestPx] = limits.maxSidePx;
/** Where the slider begins. */
const lowPx = 16;
/** Four positions of the slider double the size. */
const perDoubling = 4;

const positionOf = (px: number) => Math.round(perDoubling * Math.log2(px));
const pxAt = (position: number) => Math.round(2 ** (position / perDoubling));

/** The longest side of the picture, as a slider and as a number. */
export function PictureSize() {
  const { maxSidePx, picture } = state.value;
  const ownSize = picture.from === 'sample' ? ownSizeOf(picture.name) : null;
  const id = useId();
  return (
    <div class="picture-size">
      <div>
        <label for={id}>Size</label>
        <input
          id={id}
          type="range"
          min={positionOf(lowPx)}
          max={positionOf(greatestPx)}
          step={1}
          disabled={ownSize !== null}
          value={positionOf(maxSidePx)}
          aria-valuetext={`${maxSidePx} pixels`}
          onInput={({ currentTarget }) => update({ maxSidePx: pxAt(currentTarget.valueAsNumber) })}
        />
      </div>
      <NumberField
        label="Longest side"
        suffix="px"
        value={maxSidePx}
        low={leastPx}
        high={greatestPx}
        step={1}
        isDisabled={ownSize !== null}
        onChange={(px) => {
          update({ maxSidePx: px! });
          return null;
        }}
      />
      {ownSize !== null && <p class="hint">{`This sample always has ${ownSize} x ${ownSize} pixels.`}</p>}
    </div>
  );
}
