import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { copy } from '../controls/copy.ts';
import { offeredCells } from './cells.ts';
import type { CellResult, Row } from './protocol.ts';
import { browserName, inOrder, isTimed, lineOf, markdownOf, titleOf } from './report.ts';

export function ResultTables({ results }: { readonly results: readonly CellResult[] }) {
  return (
    <section aria-labelledby="benchmark-results">
      <h3 id="benchmark-results">Results</h3>
      <p>
        Times are medians of one call from an array into an array. <em>Resident</em> pictures stay in the
        library's own memory.
      </p>
      {results.map((result) => (
        <ResultTable key={result.name} {...result} />
      ))}
      <Markdown results={results} />
    </section>
  );
}

function ResultTable({ name, rows }: CellResult) {
  const { picture, kernel } = offeredCells.find((cell) => cell.name === name)!;
  const slowestMs = Math.max(...rows.filter(isTimed).map(({ timesMs }) => timesMs.median));
  return (
    <table>
      <caption>
        <code>{name}</code>: {picture}, {kernel}
      </caption>
      <thead>
        <tr>
          <th scope="col">Contender</th>
          <th scope="col">Median, ms</th>
          <th scope="col">Middle half, ms</th>
          <th scope="col">Against JS</th>
        </tr>
      </thead>
      <tbody>
        {inOrder(rows).map((row) => (
          <ResultRow key={row.contender} row={row} rows={rows} slowestMs={slowestMs} />
        ))}
      </tbody>
    </table>
  );
}

interface ResultRowProps {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly slowestMs: number;
}

function ResultRow({ row, rows, slowestMs }: ResultRowProps) {
  const { medianMs, quartilesMs, ratio, note } = lineOf(row, rows);
  return (
    <tr class={row.state} data-contender={row.contender}>
      <th scope="row">
        {titleOf(row.contender)}
        {isTimed(row) && note && <div class="note">{note}</div>}
        {isTimed(row) && <div class="bar" style={{ width: `${(100 * row.timesMs.median) / slowestMs}%` }} />}
      </th>
      {isTimed(row) ? (
        <>
          <td>{medianMs}</td>
          <td>{quartilesMs}</td>
          <td>{ratio}</td>
        </>
      ) : (
        <td colSpan={3}>{note}</td>
      )}
    </tr>
  );
}

function Markdown({ results }: { readonly results: readonly CellResult[] }) {
  const answer = useSignal('');
  const text = markdownOf(results, {
    browser: browserName(navigator.userAgent),
    cores: navigator.hardwareConcurrency,
    date: new Date().toISOString().slice(0, 10),
  });
  const place = useRef<HTMLTextAreaElement>(null);
  const copyAll = async () => {
    answer.value = await copy(text, place.current!);
  };
  return (
    <>
      <div class="buttons">
        <button type="button" onClick={copyAll}>
          Copy as Markdown
        </button>
        <span role="status">{answer.value}</span>
      </div>
      <details>
        <summary>The text that is copied</summary>
        <textarea ref={place} readOnly rows={10} aria-label="Results as Markdown" value={text} />
      </details>
    </>
  );
}
