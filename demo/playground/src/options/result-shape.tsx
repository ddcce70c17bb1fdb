import { axes } from '../look/pointing.ts';
import { state } from '../state/state.ts';
import { type Length, shapeOf } from './shape.ts';

/** The result's shape, and the formula that gives it. */
export function ResultShape() {
  if (!axes.value) return null;
  const [rows, columns] = axes.value;
  const shape = shapeOf(state.value, [rows.elements, columns.elements]);
  return (
    <div class="shape">
      <p>
        Result: <output>{shape ? `${shape.rows.results} x ${shape.columns.results}` : 'none'}</output>
      </p>
      {shape && (
        <details>
          <summary>Why this size</summary>
          <p class="formula">⌊(picture + before + after − kernel) / stride⌋ + 1</p>
          <Sum name="rows" {...shape.rows} />
          <Sum name="columns" {...shape.columns} />
          {shape.isSwapped && (
            <p class="hint">The kernel is larger than the picture, so the two trade places.</p>
          )}
        </details>
      )}
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
