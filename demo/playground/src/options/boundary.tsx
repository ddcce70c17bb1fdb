import type { Boundary } from 'convolve-wasm';
import { anyNumber } from '../state/codec.ts';
import { state, update } from '../state/state.ts';
import { boundaryTitles } from './choices.ts';
import { AnyNumber, Choice, PerAxis } from './fields.tsx';

/** What each rule reads before and after a row of four pixels; docs/convolution.md has the same. */
const continued: { readonly [rule in Exclude<Boundary, 'fill'>]: Pair } = {
  wrap: ['bcd', 'abc'],
  symm: ['cba', 'dcb'],
  reflect: ['dcb', 'cba'],
  edge: ['aaa', 'ddd'],
};
type Pair = readonly [before: string, after: string];

export function BoundaryFields() {
  const { boundary, fillvalue, mode } = state.value;
  return (
    <>
      <PerAxis
        legend="Beyond the edges"
        value={boundary}
        onChange={(boundary) => update({ boundary })}
        field={(label, value, onChange) => (
          <div>
            <Choice label={label} titles={boundaryTitles} value={value} onChange={onChange} />
            <Drawing rule={value} fillvalue={fillvalue} />
          </div>
        )}
      />
      {mode === 'valid' && <p class="hint">In mode valid the kernel stays inside the picture.</p>}
      {mode !== 'valid' && boundary.includes('fill') && (
        <AnyNumber label="Fill value" value={fillvalue} onChange={(fillvalue) => update({ fillvalue })} />
      )}
    </>
  );
}

/** A row of pixels a b c d, and how the rule continues it. */
function Drawing({ rule, fillvalue }: { readonly rule: Boundary; readonly fillvalue: number }) {
  const fill = anyNumber.write(fillvalue);
  // Long numbers have no room in a cell.
  const letter = fill.length > 3 ? 'f' : fill;
  const [before, after] = rule === 'fill' ? [Array(3).fill(letter), Array(3).fill(letter)] : continued[rule];
  const cells = [...before, ...'abcd', ...after].map((cell, at) => ({
    cell,
    x: 20 * at,
    isInside: at >= 3 && at < 7,
  }));
  const text = `${[...before].join(' ')} [a b c d] ${[...after].join(' ')}`;
  return (
    <svg class="rule" viewBox="-1 -1 202 22" role="img" aria-label={`a b c d continued: ${text}`}>
      {cells.map(({ cell, x, isInside }) => (
        <g key={x} class={isInside ? 'inside' : 'beyond'}>
          <rect x={x} width="20" height="20" />
          <text x={x + 10} y="14.5">
            {cell}
          </text>
        </g>
      ))}
      <rect class="outline" x="60" width="80" height="20" />
    </svg>
  );
}
