import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { isDecimal } from '../controls/decimal.ts';
import { anyNumber, type Codec, integerFrom } from '../state/codec.ts';
import type { Pair } from '../state/state.ts';

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly titles: { readonly [name in Name]: string };
  readonly value: Name;
  readonly onChange: (value: Name) => void;
  /** What the choice means, or why it has no effect. */
  readonly hint?: string | null;
}

export function Choice<Name extends string>({ label, titles, value, onChange, hint }: ChoiceProps<Name>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.value as Name)}
      >
        {(Object.keys(titles) as Name[]).map((name) => (
          <option key={name} value={name}>
            {titles[name]}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

interface TextProps extends NumberProps {
  readonly codec: Codec<number>;
  /** What is expected, for a text that is something else. */
  readonly problem: string;
  readonly range?: Pair<number>;
}

/** A text that is not understood stays as it is, and the last good number stays in effect. */
function NumberText({ label, value, onChange, codec, problem, range }: TextProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const read = draft === null ? value : codec.read(draft);
  const text = draft !== null && (read === undefined || Object.is(read, value)) ? draft : codec.write(value);
  const shared = {
    id,
    value: text,
    'aria-invalid': read === undefined,
    'aria-describedby': read === undefined ? `${id}-problem` : undefined,
    onInput(event: { readonly currentTarget: HTMLInputElement }) {
      const typed = event.currentTarget.value;
      setDraft(typed);
      const number = codec.read(typed);
      if (number !== undefined) onChange(number);
    },
    onBlur: () => read !== undefined && setDraft(null),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {range ? (
        <input {...shared} type="number" min={range[0]} max={range[1]} />
      ) : (
        <input {...shared} type="text" inputMode="decimal" />
      )}
      {read === undefined && (
        <p id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface WholeNumberProps extends NumberProps {
  readonly range: Pair<number>;
}

export function WholeNumber(props: WholeNumberProps) {
  const [low, high] = props.range;
  return (
    <NumberText
      {...props}
      codec={integerFrom(low, high)}
      problem={`Type a whole number from ${low} to ${high}.`}
    />
  );
}

/** As people type them: `.5`, `+1`, `1e3`, `-inf`. */
const typedNumber: Codec<number> = {
  write: anyNumber.write,
  read(text) {
    const plain = text.trim().toLowerCase().replace('−', '-');
    if (plain === 'nan') return Number.NaN;
    const infinity = /^([+-]?)inf(inity)?$/.exec(plain);
    if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return isDecimal(plain) ? Number(plain) : undefined;
  },
};

export function AnyNumber(props: NumberProps) {
  return (
    <NumberText {...props} codec={typedNumber} problem="Type a number, such as 0.5, NaN or -Infinity." />
  );
}

interface ApartProps<T> {
  readonly legend: string;
  readonly value: Pair<T>;
  readonly onChange: (value: Pair<T>) => void;
  /** A control for one value. */
  readonly field: (label: string, value: T, onChange: (value: T) => void) => ComponentChildren;
}

/** One control for rows and columns, or one for each. */
export function PerAxis<T>({ legend, value: [rows, columns], onChange, field }: ApartProps<T>) {
  const [isOpen, setOpen] = useState(false);
  const areApart = isOpen || rows !== columns;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {areApart ? (
        <div class="pair">
          {field('Rows', rows, (value) => onChange([value, columns]))}
          {field('Columns', columns, (value) => onChange([rows, value]))}
        </div>
      ) : (
        field('Rows and columns', rows, (value) => onChange([value, value]))
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={areApart}
          onChange={(event) => {
            setOpen(event.currentTarget.checked);
            if (!event.currentTarget.checked) onChange([rows, rows]);
          }}
        />
        Different for rows and columns
      </label>
    </fieldset>
  );
}
