import { signal } from '@preact/signals';
import type { DType } from 'convolve-wasm';
import { Scrolled } from '../controls/scrolled.tsx';
import { shown } from '../engine/client.ts';
import type { Probe, Term } from '../engine/protocol.ts';
import { update } from '../state/state.ts';
import { announced } from './announced.ts';
import { shortNumber } from './numbers.ts';
import { channel, sum } from './pointing.ts';

/** Kernels up to this size are shown whole. */
const MAX_WHOLE = 7;
/** Of larger ones so many terms are shown, and all of them on demand up to 31 x 31: more would make the page wait. */
const LARGEST_TERMS = 20;
const MAX_TERMS = 31 * 31;

const channelNames = ['Red', 'Green', 'Blue', 'Alpha'] as const;

/** How the pointed result comes about, in numbers. */
export function Sum() {
  const probe = sum.value;
  const channels = shown.value?.result.shape[2] ?? 1;
  return (
    <div class="sum">
      <p class="sr-only" role="status">
        {announced.value}
      </p>
      {probe ? (
        <>
          <div class="sum-title">
            <h3>
              Row {probe.at[0]}, column {probe.at[1]}
            </h3>
            {channels > 1 && <ChannelChoice channels={channels} />}
          </div>
          <Terms probe={probe} />
          <Equation probe={probe} />
        </>
      ) : (
        <p class="hint">
          Point at the result to see how its numbers come about, or move with the arrow keys.
        </p>
      )}
    </div>
  );
}

function ChannelChoice({ channels }: { readonly channels: number }) {
  return (
    <label>
      Channel{' '}
      <select
        name="channel"
        value={Math.min(channel.value, channels - 1)}
        onChange={({ currentTarget }) => {
          update({ channel: Number(currentTarget.value) });
        }}
      >
        {channelNames.slice(0, channels).map((name, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Terms({ probe }: { readonly probe: Probe }) {
  const [rows, columns] = probe.size;
  if (rows <= MAX_WHOLE && columns <= MAX_WHOLE) return <Grids probe={probe} />;
  return (
    <>
      <LargestTerms terms={probe.terms} />
      {probe.terms.length <= MAX_TERMS && (
        <details
          open={isWholeShown.value}
          onToggle={({ currentTarget }) => {
            isWholeShown.value = currentTarget.open;
          }}
        >
          <summary>All {rows * columns} products</summary>
          {isWholeShown.value && <Grids probe={probe} />}
        </details>
      )}
    </>
  );
}

/** Whether all terms of a large kernel are shown. They are made only then: there are up to three times 961. */
const isWholeShown = signal(false);

function Grids({ probe }: { readonly probe: Probe }) {
  return (
    <div class="grids">
      <Grid probe={probe} title="Picture" numberOf={({ value }) => value} />
      <span class="sign">×</span>
      <Grid probe={probe} title="Kernel" numberOf={({ tap }) => tap} isPicture={false} />
      <span class="sign">=</span>
      <Grid probe={probe} title="Products" numberOf={({ product }) => product} />
    </div>
  );
}

interface GridProps {
  readonly probe: Probe;
  readonly title: string;
  readonly numberOf: (term: Term) => number;
  readonly isPicture?: boolean;
}

/** One number for each term, with the picture's rows and columns at its edges. */
function Grid({ probe, title, numberOf, isPicture = true }: GridProps) {
  const { terms, size } = probe;
  const columns = terms.slice(0, size[1]);
  const rows = Array.from({ length: size[0] }, (_, row) => terms.slice(row * size[1], (row + 1) * size[1]));
  return (
    <Scrolled label={`${title} under the window`}>
      <table class="terms">
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ column }, index) => (
              <th key={column} scope="col">
                {shortNumber(isPicture ? column : index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row[0]!.row}>
              <th scope="row">{shortNumber(isPicture ? row[0]!.row : index)}</th>
              {row.map((term) => (
                <NumberCell
                  key={term.column}
                  value={numberOf(term)}
                  class={isPicture ? classOf(term) : undefined}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** All digits are seen when one points at it. */
function NumberCell({ value, ...props }: { readonly value: number; readonly class?: string | undefined }) {
  return (
    <td {...props} title={String(value)}>
      {shortNumber(value)}
    </td>
  );
}

function classOf(term: Term): string | undefined {
  return [isBeyond(term) ? 'beyond' : '', term.isSkipped ? 'skipped' : ''].join(' ').trim() || undefined;
}

function isBeyond({ row, column }: Term): boolean {
  const [rows, columns] = shown.value!.axes;
  return row < 0 || column < 0 || row >= rows.elements || column >= columns.elements;
}

function LargestTerms({ terms }: { readonly terms: readonly Term[] }) {
  const sorted = terms
    .filter(({ isSkipped }) => !isSkipped)
    .sort((one, other) => weightOf(other) - weightOf(one));
  const rest = sorted.slice(LARGEST_TERMS);
  return (
    <Scrolled label="Largest products">
      <table class="terms list">
        <caption>The {Math.min(LARGEST_TERMS, sorted.length)} largest products</caption>
        <thead>
          <tr>
            {['Row', 'Column', 'Picture', 'Kernel', 'Product'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, LARGEST_TERMS).map((term) => (
            <tr key={`${term.row} ${term.column}`} class={classOf(term)}>
              <td>{shortNumber(term.row)}</td>
              <td>{shortNumber(term.column)}</td>
              <NumberCell value={term.value} />
              <NumberCell value={term.tap} />
              <NumberCell value={term.product} />
            </tr>
          ))}
        </tbody>
        {rest.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                The other {rest.length} together
              </th>
              <td>{shortNumber(rest.reduce((sum, { product }) => sum + product, 0))}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </Scrolled>
  );
}

/** NaN first, since the sum is NaN because of it. */
function weightOf({ product }: Term): number {
  return Number.isNaN(product) ? Number.POSITIVE_INFINITY : Math.abs(product);
}

function Equation({ probe }: { readonly probe: Probe }) {
  const { terms, divisor, delta, alpha, result } = probe;
  const { dtype } = shown.value!.result;
  const skipped = terms.filter(({ isSkipped }) => isSkipped).length;
  const exact = (divisor === 0 ? 0 : probe.sum / divisor) + delta;
  return (
    <p class="equation">
      {alpha === 'kept' ? 'Alpha stays that of the picture: ' : 'Sum of the products: '}
      <output>{shortNumber(probe.sum)}</output>
      {divisor !== 1 && ` ÷ ${shortNumber(divisor)}`}
      {delta !== 0 && ` + ${shortNumber(delta)} (delta)`}
      {(divisor !== 1 || delta !== 0) && ` = ${shortNumber(exact)}`}
      {changeOf(exact, result, dtype)}
      {alpha === 'weights' && '. Colours are weighted by alpha, and divided by what the kernel makes of it.'}
      {skipped > 0 &&
        `. ${skipped} NaN ${skipped === 1 ? 'is' : 'are'} left out; the other taps are scaled up.`}
      {terms.some(isBeyond) && <span class="legend"> Shaded: beyond the picture.</span>}
    </p>
  );
}

/** How the result differs from the exact sum, in words. */
function changeOf(exact: number, result: number, dtype: DType): string {
  const isInteger = !dtype.startsWith('float');
  if (!isInteger || exact === result) return '';
  return `; as ${dtype}: ${shortNumber(result)}`;
}
