import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  /** `undefined`: the field is empty. */
  readonly value: number | undefined;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** What an empty field stands for; without it the field must not be empty. */
  readonly placeholder?: string;
  readonly suffix?: string | undefined;
  /** Whether a number counts only when it is complete: with Enter, when the focus leaves, or by the arrows of the field. */
  readonly isLate?: boolean;
  readonly isDisabled?: boolean;
  /** Takes a number, or says why not. */
  readonly onChange: (value: number | undefined) => string | null;
}

/**
 * A number with limits. What is typed stays as it is until the field loses the focus. While it is no number within the limits, the
 * number from before counts, and not the beginning of what is typed.
 */
export function NumberField(props: Props) {
  const { label, value, low, high, step, placeholder, suffix, isLate = false, isDisabled = false } = props;
  const typed = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  /** The number that counted when the field got the focus, or when one was complete; and whether another one counts now. */
  const before = useRef(value);
  const isChanged = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  useEffect(() => takeDecimalCommas(input.current!), []);

  function read({ value: text, valueAsNumber, validity }: HTMLInputElement, isComplete: boolean): void {
    typed.value = text;
    problem.value = problemOf(validity, text === '' && placeholder === undefined);
    const number = text === '' ? undefined : valueAsNumber;
    // A number that counts already is not given twice: a browser tells of it once more when the field is removed.
    const isGiven = isComplete && !isLate && isChanged.current;
    if (problem.value === null && !isGiven && (isComplete || !isLate)) {
      problem.value = props.onChange(number);
      isChanged.current = problem.value === null && !isComplete;
    }
    if (problem.value === null) {
      if (isComplete) [before.current, isChanged.current] = [number, false];
    } else if (isChanged.current) {
      isChanged.current = false;
      props.onChange(before.current);
    }
  }

  function problemOf(validity: ValidityState, isMissing: boolean): string | null {
    if (validity.badInput) return 'This is not a number.';
    if (isMissing) return 'A number is missing.';
    if (validity.rangeUnderflow) return `${label} is at least ${low}.`;
    if (validity.rangeOverflow) return `${label} is at most ${high}.`;
    if (validity.stepMismatch && Number.isInteger(step)) {
      return step === 2 ? `${label} is an odd number.` : `${label} is a whole number.`;
    }
    return null;
  }

  return (
    <div class="number-field">
      <label for={id}>
        {label}
        {suffix && <span class="unit"> ({suffix})</span>}
      </label>
      <input
        ref={input}
        id={id}
        type="number"
        min={low}
        max={high}
        step={step}
        placeholder={placeholder}
        disabled={isDisabled}
        value={typed.value ?? value ?? ''}
        aria-invalid={problem.value !== null}
        aria-describedby={problem.value === null ? undefined : `${id}-problem`}
        onFocus={() => {
          before.current = value;
          isChanged.current = false;
        }}
        onInput={(event) => read(event.currentTarget, false)}
        onChange={(event) => read(event.currentTarget, true)}
        onBlur={(event) => {
          typed.value = null;
          problem.value = null;
          // Such text is not part of the field's value: it would stay.
          if (event.currentTarget.validity.badInput) event.currentTarget.value = String(value ?? '');
        }}
      />
      {problem.value !== null && (
        <p id={`${id}-problem`} role="alert">
          {problem.value}
        </p>
      )}
    </div>
  );
}

/** Chromium leaves out a comma in such a field, so that 1,5 would become 15. */
function takeDecimalCommas(input: HTMLInputElement): () => void {
  const ending = new AbortController();
  input.addEventListener(
    'beforeinput',
    (event) => {
      if (!event.data?.includes(',')) return;
      event.preventDefault();
      // The one way to write at the cursor of such a field.
      document.execCommand('insertText', false, event.data.replaceAll(',', '.'));
    },
    { signal: ending.signal },
  );
  return () => ending.abort();
}
