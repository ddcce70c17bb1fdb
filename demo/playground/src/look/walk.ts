import type { Pair } from '../state/state.ts';

/* How the window moves over results, which are counted row by row. */

export type Shape = Pair<number>;

export function indexOf([row, column]: Pair<number>, [, columns]: Shape): number {
  return row * columns + column;
}

export function placeAt(index: number, [, columns]: Shape): Pair<number> {
  return [Math.floor(index / columns), index % columns];
}

/** Within the results, wherever a place was before there were fewer of them. */
export function clampedTo([rows, columns]: Shape, at: Pair<number>): Pair<number> {
  const clamped = (index: number, count: number) => Math.min(Math.max(index, 0), count - 1);
  const [row, column] = [clamped(at[0], rows), clamped(at[1], columns)];
  return row === at[0] && column === at[1] ? at : [row, column];
}

/** How far Page Up and Page Down go, in rows. */
const PAGE_ROWS = 10;

/** Where a key moves the window; null for other keys. */
export function movedBy(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  at: Pair<number> | null,
  shape: Shape,
): Pair<number> | null {
  const [row, column] = at ?? [0, 0];
  const target = targetOf(key, ctrlKey, row, column);
  if (!target) return null;
  return clampedTo(shape, at ? target : [0, 0]);
}

function targetOf(key: string, ctrlKey: boolean, row: number, column: number): Pair<number> | null {
  const [first, last] = [0, Number.MAX_SAFE_INTEGER];
  switch (key) {
    case 'ArrowUp':
      return [row - 1, column];
    case 'ArrowDown':
      return [row + 1, column];
    case 'ArrowLeft':
      return [row, column - 1];
    case 'ArrowRight':
      return [row, column + 1];
    case 'PageUp':
      return [row - PAGE_ROWS, column];
    case 'PageDown':
      return [row + PAGE_ROWS, column];
    case 'Home':
      return [ctrlKey ? first : row, first];
    case 'End':
      return [ctrlKey ? last : row, last];
    default:
      return null;
  }
}
