import type { ComponentChildren } from 'preact';

export interface Bar {
  readonly name: string;
  /** Null: no bar. */
  readonly milliseconds: number | null;
  /** Instead of a time where there is none. */
  readonly instead?: string;
  readonly isChosen?: boolean;
  readonly note?: ComponentChildren;
}

interface BarsProps {
  readonly caption: string;
  readonly bars: readonly Bar[];
  readonly write: (milliseconds: number) => string;
}

/** Times as a table whose cells are bars. */
export function Bars({ caption, bars, write }: BarsProps) {
  const longest = Math.max(...bars.map(({ milliseconds }) => milliseconds ?? 0));
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <tbody>
        {bars.map(({ name, milliseconds, instead, isChosen, note }) => (
          <tr key={name} class={isChosen ? 'chosen' : undefined}>
            <th scope="row">{name}</th>
            <td>
              {milliseconds === null ? (
                instead
              ) : (
                <span class="time">
                  <span class="bar" style={{ width: `${(100 * milliseconds) / longest}%` }} />
                  {write(milliseconds)}
                </span>
              )}
              {note && <span class="note">{note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
