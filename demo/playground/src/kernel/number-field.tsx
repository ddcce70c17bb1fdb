import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';

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
  readonly onChange: (value: number | undefined) => void;
}

/** A number with limits. What is typed stays as it is until the field loses the focus. */
export function NumberField({ label, value, low, high, step, placeholder, suffix, onChange }: Props) {
  const typed = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  const id = useId();

  function read(input: HTMLInputElement): void {
    typed.value = input.value;
    const { valueAsNumber, validity } = input;
    problem.value = problemOf(validity, input.value === '' && placeholder === undefined);
    if (problem.value === null) onChange(input.value === '' ? undefined : valueAsNumber);
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
        id={id}
        type="number"
        min={low}
        max={high}
        step={step}
        placeholder={placeholder}
        value={typed.value ?? value ?? ''}
        aria-invalid={problem.value !== null}
        aria-describedby={problem.value === null ? undefined : `${id}-problem`}
        onInput={(event) => read(event.currentTarget)}
        onBlur={() => {
          typed.value = null;
          problem.value = null;
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
