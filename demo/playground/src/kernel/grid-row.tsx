import { useMemo } from 'preact/hooks';
import { cellText } from './numbers.ts';
import { cssTint } from './tint.ts';

/** What the user has typed into a cell, as it stands there. */
export interface Typed {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  /** Why it is no number. */
  readonly problem: string | null;
}

interface Props {
  readonly row: number;
  readonly taps: readonly number[];
  /** In a cell of this row. */
  readonly typed: Typed | null;
  /** The cell of this row that the key Tab reaches. */
  readonly focusColumn: number | null;
}

/** A row of cells. While a tap is dragged, the rows of the others stay as they are: a large grid has 961 cells. */
export function GridRow({ row, taps, typed, focusColumn }: Props) {
  return useMemo(
    () => (
      <tr>
        <th scope="row">{row}</th>
        {taps.map((tap, column) => {
          const own = typed?.column === column ? typed : null;
          return (
            <td key={column}>
              <input
                type="text"
                data-row={row}
                data-column={column}
                aria-label={`Row ${row}, column ${column}`}
                spellcheck={false}
                autocomplete="off"
                tabIndex={column === focusColumn ? 0 : -1}
                value={own?.text ?? cellText(tap)}
                aria-invalid={own?.problem ? true : undefined}
                aria-describedby={own?.problem ? 'tap-problem' : undefined}
                style={{ backgroundColor: cssTint(tap) }}
              />
            </td>
          );
        })}
      </tr>
    ),
    [row, taps, typed, focusColumn],
  );
}
