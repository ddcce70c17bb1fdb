import { shown } from '../engine/client.ts';
import { kernelRows } from '../kernel/kernel.ts';
import { type Pair, state } from '../state/state.ts';
import { type Length, shapeOf } from './shape.ts';

/** The result's shape, and the formula that gives it. */
export function ResultShape() {
  const kernel = kernelSize();
  const picture = shown.value?.picture;
  if (!picture || !kernel) return null;
  const { rows, columns, isSwapped } = shapeOf(state.value, [picture.heightPx, picture.widthPx], kernel);
  const isPossible = rows.results >= 1 && columns.results >= 1;
  return (
    <div class="shape">
      <p>
        Result:{' '}
        <output>
          {isPossible ? `${rows.results} x ${columns.results}` : 'none, the kernel is too large'}
        </output>
      </p>
      <details>
        <summary>Why this size</summary>
        <p class="formula">⌊(picture + before + after − kernel) / stride⌋ + 1</p>
        <Sum name="rows" {...rows} />
        <Sum name="columns" {...columns} />
        {isSwapped && <p class="hint">The kernel is larger than the picture, so the two trade places.</p>}
      </details>
    </div>
  );
}

function Sum({ name, formula, extentFormula }: Length & { readonly name: string }) {
  return (
    <p class="formula">
      {extentFormula && (
        <>
          kernel {name} = {extentFormula}
          <br />
        </>
      )}
      {name} = {formula}
    </p>
  );
}

/** Null where the package makes no kernel of the choice. */
function kernelSize(): Pair<number> | null {
  try {
    const rows = kernelRows(state.value.kernel);
    return [rows.length, rows[0]!.length];
  } catch {
    return null;
  }
}
