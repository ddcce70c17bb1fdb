import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { withTap } from './change.ts';
import { choose, edit, rows } from './choose.ts';
import { GridRow, type Typed } from './grid-row.tsx';
import { highlighted, pointedTap } from './highlight.ts';
import { nextCell } from './keys.ts';
import { parseNumber } from './numbers.ts';
import { parseKernel } from './parse.ts';
import { scrubbed } from './scrub.ts';
import { largestOf } from './tint.ts';

/** A pointer that is moved this little clicks; one that is moved further drags. */
const clickPx = 4;

interface Drag {
  readonly cell: HTMLInputElement;
  readonly tap: number;
  readonly y: number;
  readonly largest: number;
  isMoving: boolean;
}

/** The taps of the kernel as cells to type in, and to drag up and down. */
export function KernelGrid() {
  const typed = useSignal<Typed | null>(null);
  const drag = useRef<Drag | null>(null);
  /** The tap of the cell that has the focus, as it was when that came. */
  const before = useRef(0);
  const taps = rows.value;
  /** The largest tap when a drag began: while it lasts, all other cells keep their tints, and need no new style. */
  const heldLargest = useSignal<number | null>(null);
  const largest = heldLargest.value ?? largestOf(taps);
  const [focusRow, focusColumn] = highlighted.value;

  /** Shows all digits of a tap. */
  function enter(cell: HTMLInputElement): void {
    const [row, column] = placeOf(cell);
    before.current = taps[row]![column]!;
    const text = String(before.current);
    pointedTap.value = [row, column];
    typed.value = { row, column, text, problem: null };
    cell.value = text;
    cell.select();
  }

  function type(input: HTMLInputElement): void {
    const [row, column] = placeOf(input);
    let problem: string | null = null;
    let tap = before.current;
    try {
      tap = parseNumber(input.value);
    } catch (error) {
      problem = `${(error as Error).message} The tap stays as it was.`;
    }
    // The tap that was there, and not the number that the text begins with.
    if (tap !== rows.peek()[row]![column]) edit(withTap(rows.peek(), row, column, tap));
    typed.value = { row, column, text: input.value, problem };
  }

  function press(event: KeyboardEvent): void {
    const cell = cellOf(event);
    if (!cell) return;
    const next = nextCell(event, placeOf(cell), [taps.length, taps[0]!.length], cell);
    if (!next) return;
    event.preventDefault();
    const table = cell.closest('table')!;
    table.querySelector<HTMLInputElement>(`[data-row="${next[0]}"][data-column="${next[1]}"]`)!.focus();
  }

  function paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const cell = cellOf(event);
    if (!cell || !/[\s,;[]/.test(text.trim())) return;
    event.preventDefault();
    let problem: string | null;
    try {
      problem = choose({ from: 'grid', rows: parseKernel(text) });
    } catch (error) {
      problem = `${(error as Error).message} The kernel stays as it was.`;
    }
    const [row, column] = placeOf(cell);
    typed.value = problem === null ? null : { row, column, text: cell.value, problem };
  }

  function down(event: PointerEvent): void {
    const cell = cellOf(event);
    if (!cell || event.button !== 0) return;
    const [row, column] = placeOf(cell);
    drag.current = { cell, tap: taps[row]![column]!, y: event.clientY, largest, isMoving: false };
    // Touch captures by itself. For a mouse it keeps the drag alive outside of the cell.
    cell.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    const held = drag.current;
    if (!held) return;
    const upPx = held.y - event.clientY;
    if (!held.isMoving && Math.abs(upPx) < clickPx) return;
    held.isMoving = true;
    heldLargest.value = held.largest;
    typed.value = null;
    const [row, column] = placeOf(held.cell);
    before.current = scrubbed(held.tap, upPx, held.largest, event.shiftKey);
    edit(withTap(rows.peek(), row, column, before.current));
  }

  function up(): void {
    drag.current = null;
    heldLargest.value = null;
  }

  return (
    <>
      <div class="kernel-box">
        <table
          class="kernel-grid"
          aria-label="Taps of the kernel"
          style={{ '--largest': String(largest || 1) }}
          onInput={(event) => type(event.target as HTMLInputElement)}
          onKeyDown={press}
          onPaste={paste}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={up}
          onFocusIn={(event) => {
            const cell = cellOf(event);
            if (!cell) return;
            enter(cell);
          }}
          onFocusOut={() => {
            typed.value = null;
          }}
        >
          <thead>
            <tr>
              <td />
              {taps[0]!.map((_, column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {taps.map((row, y) => (
              <GridRow
                key={y}
                row={y}
                taps={row}
                typed={typed.value?.row === y ? typed.value : null}
                focusColumn={y === focusRow ? focusColumn : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {typed.value?.problem && (
        <p id="tap-problem" role="alert">
          {typed.value.problem}
        </p>
      )}
      <p class="hint" id="grid-hint">
        Type, or drag a number up or down; Shift makes smaller steps. Rows and columns count from 0, as in
        code.
      </p>
    </>
  );
}

function cellOf({ target }: Event): HTMLInputElement | null {
  return target instanceof HTMLInputElement ? target : null;
}

function placeOf({ dataset }: HTMLInputElement): readonly [row: number, column: number] {
  return [Number(dataset.row), Number(dataset.column)];
}
