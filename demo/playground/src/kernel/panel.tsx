import { useLayoutEffect, useRef } from 'preact/hooks';
import { state } from '../state/state.ts';
import { flipped, negated, resized, transposed, turned } from './change.ts';
import { edit, reset, rows } from './choose.ts';
import { KernelFacts } from './facts.tsx';
import { Flip } from './flip.tsx';
import { KernelGrid } from './grid.tsx';
import './kernel.css';
import { NumberField } from '../controls/number-field.tsx';
import { isEditable, maxGridTaps, type Rows } from './kernel.ts';
import { KernelMenu } from './menu.tsx';
import { Parameters } from './parameters.tsx';
import { OuterProduct, PasteKernel } from './text-fields.tsx';

const changes: { readonly [title: string]: (rows: Rows) => Rows } = {
  Transpose: transposed,
  'Rotate 90°': turned,
  'Rotate 180°': flipped,
  Negate: negated,
};

export function KernelPanel() {
  const choice = state.value.kernel;
  return (
    <section class="panel kernel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">Kernel</h2>
      <div class="stack">
        <KernelMenu choice={choice} />
        {choice.from === 'preset' && <Parameters preset={choice} />}
        {choice.from === 'outer' && <OuterProduct outer={choice} />}
        {isEditable(rows.value) ? <Numbers isGrid={choice.from === 'grid'} /> : <TooMany />}
        <KernelFacts />
        <PasteKernel />
        <Flip />
      </div>
    </section>
  );
}

function TooMany() {
  const [height, width] = [rows.value.length, rows.value[0]!.length];
  return <p class="hint">{`${height} x ${width} taps: too many to edit here.`}</p>;
}

/** The taps, and what changes them. The size of a kernel by name follows from what the name takes. */
function Numbers({ isGrid }: { readonly isGrid: boolean }) {
  const size = useRef<HTMLDivElement>(null);
  const isAsked = useRef(false);
  useLayoutEffect(() => {
    if (isGrid && isAsked.current) size.current!.querySelector('input')!.focus();
    isAsked.current = false;
  }, [isGrid]);

  function editAsNumbers(): void {
    // The button goes, and the focus with it.
    isAsked.current = true;
    edit(rows.peek());
  }

  return (
    <>
      {isGrid && <GridSize place={size} />}
      <KernelGrid />
      <div class="row">
        {!isGrid && (
          <button type="button" onClick={editAsNumbers}>
            Edit as numbers
          </button>
        )}
        {Object.entries(changes).map(([title, change]) => (
          <button key={title} type="button" onClick={() => edit(change(rows.peek()))}>
            {title}
          </button>
        ))}
        <button type="button" onClick={reset}>
          Reset
        </button>
      </div>
    </>
  );
}

function GridSize({ place }: { readonly place: { readonly current: HTMLDivElement | null } }) {
  const [height, width] = [rows.value.length, rows.value[0]!.length];
  const limits = { low: 1, high: maxGridTaps, step: 1, isLate: true };
  return (
    <div class="parameters" ref={place}>
      <NumberField
        {...limits}
        label="Rows"
        value={height}
        onChange={(count) => resize(count!, rows.peek()[0]!.length)}
      />
      <NumberField
        {...limits}
        label="Columns"
        value={width}
        onChange={(count) => resize(rows.peek().length, count!)}
      />
    </div>
  );
}

function resize(height: number, width: number): null {
  edit(resized(rows.peek(), height, width));
  return null;
}
