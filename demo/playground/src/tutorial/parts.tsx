import type { ComponentChildren } from 'preact';
import type { Pair } from '../state/state.ts';
import type { Computed, View } from './compute.ts';

/** What was computed, once it is there; or why it is not. */
export function Shows({
  computed,
  children,
}: {
  readonly computed: Computed;
  readonly children: (view: View) => ComponentChildren;
}) {
  const { view, failure } = computed;
  if (failure) return <p role="alert">{failure}</p>;
  return <div class="plots">{view ? children(view) : <p>Computing …</p>}</div>;
}

export function Code({ language, children }: { readonly language: string; readonly children: string }) {
  return (
    <figure class="code">
      <figcaption>{language}</figcaption>
      <pre>
        <code>{children}</code>
      </pre>
    </figure>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly min?: number;
  readonly onChange: (value: number) => void;
}

/** A whole number. What is no number, or too large, changes nothing. */
export function WholeNumber({ label, value, min = 0, max, onChange }: NumberProps) {
  return (
    <label>
      {label}{' '}
      <input
        type="number"
        min={min}
        max={max}
        step={1}
        value={value}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isInteger(valueAsNumber) && valueAsNumber >= min && valueAsNumber <= max)
            onChange(valueAsNumber);
        }}
      />
    </label>
  );
}

interface PixelProps {
  readonly at: Pair<number>;
  readonly size: Pair<number>;
  readonly onChange: (at: Pair<number>) => void;
}

/** Which element of the result is pointed at. */
export function PixelChoice({ at, size, onChange }: PixelProps) {
  const [row, column] = at;
  return (
    <fieldset class="row">
      <legend>The pointed pixel</legend>
      <WholeNumber label="Row" value={row} max={size[0] - 1} onChange={(row) => onChange([row, column])} />
      <WholeNumber
        label="Column"
        value={column}
        max={size[1] - 1}
        onChange={(column) => onChange([row, column])}
      />
    </fieldset>
  );
}
