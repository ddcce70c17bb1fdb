import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { KernelChoice } from '../state/state.ts';
import { choose } from './choose.ts';
import { parseList, shortNumber } from './numbers.ts';
import { parseKernel } from './parse.ts';

type Outer = Extract<KernelChoice, { from: 'outer' }>;

/** A kernel as the product of a column and a row. */
export function OuterProduct({ outer }: { readonly outer: Outer }) {
  return (
    <div class="parameters">
      <ListField label="Column" list={outer.column} onChange={(column) => choose({ ...outer, column })} />
      <ListField label="Row" list={outer.row} onChange={(row) => choose({ ...outer, row })} />
    </div>
  );
}

interface ListProps {
  readonly label: string;
  readonly list: readonly number[];
  readonly onChange: (list: readonly number[]) => string | null;
}

function ListField({ label, list, onChange }: ListProps) {
  const typed = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  const before = useRef(list);
  const id = useId();

  function read(text: string): void {
    typed.value = text;
    try {
      problem.value = onChange(parseList(text));
    } catch (error) {
      problem.value = (error as Error).message;
    }
    // The list that was there, and not the beginning of what is typed.
    if (problem.value !== null) onChange(before.current);
  }

  return (
    <div class="list-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={typed.value ?? list.map((tap) => shortNumber(tap)).join(', ')}
        aria-invalid={problem.value !== null}
        aria-describedby={problem.value === null ? undefined : `${id}-problem`}
        onFocus={() => {
          before.current = list;
        }}
        onInput={(event) => read(event.currentTarget.value)}
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

/** A kernel pasted as text. */
export function PasteKernel() {
  const text = useSignal('');
  const problem = useSignal<string | null>(null);
  const id = useId();

  function read(written: string): void {
    text.value = written;
    problem.value = null;
    if (written.trim() === '') return;
    try {
      problem.value = choose({ from: 'grid', rows: parseKernel(written) });
    } catch (error) {
      problem.value = (error as Error).message;
    }
  }

  return (
    <details class="paste-kernel">
      <summary>Paste from NumPy, MATLAB or JSON</summary>
      <label for={id}>Numbers of the kernel</label>
      <textarea
        id={id}
        rows={4}
        spellcheck={false}
        placeholder={'np.array([[1, 2], [3, 4]])\n[1 2; 3 4] / 10\n[[1, 2], [3, 4]]'}
        value={text.value}
        aria-invalid={problem.value !== null}
        aria-describedby={problem.value === null ? undefined : `${id}-problem`}
        onInput={(event) => read(event.currentTarget.value)}
      />
      {problem.value !== null && (
        <p id={`${id}-problem`} role="alert">
          {problem.value}
        </p>
      )}
    </details>
  );
}
