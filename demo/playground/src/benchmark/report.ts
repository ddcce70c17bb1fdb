import { significant } from '../../../../bench/report/significant.ts';
import { version as packageVersion } from '../../../../package.json';
import { offeredCells } from './cells.ts';
import type { CellResult, Row } from './protocol.ts';

type Timed = Extract<Row, { readonly state: 'timed' }>;

/** What the page calls contenders. */
const titles: { readonly [contender: string]: string } = {
  loops: 'loops of the tutorials',
  js: 'convolve-wasm, JavaScript',
  wasm: 'convolve-wasm, WebAssembly',
  'wasm-relaxed': 'convolve-wasm, relaxed SIMD',
  opencv: 'opencv.js',
};

/** In the order of the titles; others behind them. */
export function titleOf(contender: string): string {
  const [name, ...rest] = contender.split(', ');
  return [titles[name!] ?? name, ...rest].join(', ');
}

/** The slowest way to write it first, the package's ways, then others. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  const names = Object.keys(titles);
  const place = ({ contender }: Row) => {
    const found = names.indexOf(contender.split(', ')[0]!);
    return found < 0 ? names.length : found;
  };
  // `wasm` before `wasm, resident`.
  return [...rows].sort((a, b) => place(a) - place(b) || a.contender.length - b.contender.length);
}

export function isTimed(row: Row): row is Timed {
  return row.state === 'timed';
}

/** How many times faster than the package's JavaScript. */
export function ratioToJs(row: Timed, rows: readonly Row[]): number | undefined {
  const js = rows.filter(isTimed).find(({ contender }) => contender === 'js');
  return js && js.timesMs.median / row.timesMs.median;
}

/** The columns behind the contender's name. */
export interface Line {
  readonly medianMs: string;
  readonly quartilesMs: string;
  readonly ratio: string;
  readonly note: string;
}

export function lineOf(row: Row, rows: readonly Row[]): Line {
  if (!isTimed(row)) return { medianMs: '', quartilesMs: '', ratio: '', note: noteOf(row) };
  const { median, p25, p75 } = row.timesMs;
  const ratio = ratioToJs(row, rows);
  return {
    medianMs: significant(median),
    quartilesMs: `${significant(p25)} to ${significant(p75)}`,
    ratio: ratio === undefined ? '' : inWords(ratio),
    note: noteOf(row),
  };
}

function inWords(ratio: number): string {
  if (ratio === 1) return 'as fast';
  return ratio > 1 ? `${significant(ratio)} times faster` : `${significant(1 / ratio)} times slower`;
}

function noteOf(row: Row): string {
  switch (row.state) {
    case 'timed':
      return row.differenceFromExact === undefined
        ? ''
        : `no exact Gaussian: up to ${row.differenceFromExact.toFixed(1)} of 255 off`;
    case 'skipped':
      return `skipped: would take ${significant(row.secondsACall)} s a call`;
    case 'wrong':
      return `wrong answer, not timed: ${row.fault}`;
    case 'unavailable':
      return `did not take part: ${row.reason}`;
  }
}

export interface Machine {
  readonly browser: string;
  readonly cores: number;
  readonly date: string;
}

/** The results as a table that issues and chats understand. */
export function markdownOf(results: readonly CellResult[], { browser, cores, date }: Machine): string {
  const lines = results.flatMap(({ name, rows }) => {
    const { picture, kernel } = offeredCells.find((cell) => cell.name === name)!;
    return inOrder(rows).map((row) => {
      const { medianMs, quartilesMs, ratio, note } = lineOf(row, rows);
      const columns = [`\`${name}\`: ${picture}, ${kernel}`, titleOf(row.contender)];
      return [...columns, medianMs, quartilesMs, ratio, note];
    });
  });
  const head = ['cell', 'contender', 'median ms', 'middle half, ms', 'against JavaScript', 'note'];
  const table = [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`);
  return [`convolve-wasm ${packageVersion} in ${browser}, ${cores} cores, ${date}`, '', ...table, ''].join(
    '\n',
  );
}

/** The name and version of a browser, from what it says of itself. */
export function browserName(userAgent: string): string {
  // Edge and Opera say Chrome, too; Chrome says Safari, too. The first that is found is the browser.
  const found = /(Edg|OPR|Firefox|Chrome)\/(\d+)/.exec(userAgent.replace(/Chrome(?=.*(Edg|OPR)\/)/, ''));
  const safari = /Version\/(\d+).*Safari/.exec(userAgent);
  if (found) return `${{ Edg: 'Edge', OPR: 'Opera' }[found[1]!] ?? found[1]} ${found[2]}`;
  return safari ? `Safari ${safari[1]}` : userAgent;
}
