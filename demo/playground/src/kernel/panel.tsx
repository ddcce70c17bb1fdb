import { state } from '../state/state.ts';
import { flipped, negated, resized, transposed, turned } from './change.ts';
import { edit, refused, reset, rows } from './choose.ts';
import { KernelFacts } from './facts.tsx';
import { Flip } from './flip.tsx';
import { KernelGrid } from './grid.tsx';
import './kernel.css';
import { maxTaps, type Rows } from './kernel.ts';
import { KernelMenu, Refusal } from './menu.tsx';
import { NumberField } from './number-field.tsx';
import { Parameters } from './parameters.tsx';
import { OuterProduct, PasteKernel } from './text-fields.tsx';

const changes: { readonly [title: string]: (rows: Rows) => Rows } = {
  Transpose: transposed,
  'Rotate 90°': turned,
  'Rotate 180°': flipped,
  Negate: negated,
};

export function KernelPanel() {
  const choice = refused.value?.choice ?? state.value.kernel;
  return (
    <section class="panel kernel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">Kernel</h2>
      <div class="stack">
        <KernelMenu choice={choice} />
        {choice.from === 'preset' && <Parameters preset={choice} />}
        {choice.from === 'outer' && <OuterProduct outer={choice} />}
        <Refusal />
        <GridSize />
        <KernelGrid />
        <div class="row">
          {Object.entries(changes).map(([title, change]) => (
            <button key={title} type="button" onClick={() => edit(change(rows.peek()))}>
              {title}
            </button>
          ))}
          <button type="button" onClick={reset}>
            Reset
          </button>
        </div>
        <KernelFacts />
        <PasteKernel />
        <Flip />
      </div>
    </section>
  );
}

function GridSize() {
  const [height, width] = [rows.value.length, rows.value[0]!.length];
  const limits = { low: 1, high: maxTaps, step: 1 };
  return (
    <div class="parameters">
      <NumberField
        {...limits}
        label="Rows"
        value={height}
        onChange={(count) => edit(resized(rows.peek(), count!, rows.peek()[0]!.length))}
      />
      <NumberField
        {...limits}
        label="Columns"
        value={width}
        onChange={(count) => edit(resized(rows.peek(), rows.peek().length, count!))}
      />
    </div>
  );
}
