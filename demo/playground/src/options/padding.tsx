import { useState } from 'preact/hooks';
import { limits } from '../state/limits.ts';
import { state, update } from '../state/state.ts';
import { WholeNumber } from './fields.tsx';

/** One number for all sides, or four. */
export function PaddingFields() {
  const [[top, bottom], [left, right]] = state.value.padding;
  const [isOpen, setOpen] = useState(false);
  const areApart = isOpen || [bottom, left, right].some((side) => side !== top);
  const set = (top: number, bottom: number, left: number, right: number) =>
    update({
      padding: [
        [top, bottom],
        [left, right],
      ],
    });
  const field = (label: string, value: number, onChange: (value: number) => void) => (
    <WholeNumber label={label} value={value} range={limits.paddingPx} onChange={onChange} />
  );
  return (
    <fieldset>
      <legend>Padding in pixels</legend>
      {areApart ? (
        <div class="pair">
          {field('Top', top, (value) => set(value, bottom, left, right))}
          {field('Bottom', bottom, (value) => set(top, value, left, right))}
          {field('Left', left, (value) => set(top, bottom, value, right))}
          {field('Right', right, (value) => set(top, bottom, left, value))}
        </div>
      ) : (
        field('All sides', top, (value) => set(value, value, value, value))
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={areApart}
          onChange={(event) => {
            setOpen(event.currentTarget.checked);
            if (!event.currentTarget.checked) set(top, top, top, top);
          }}
        />
        Each side apart
      </label>
    </fieldset>
  );
}
