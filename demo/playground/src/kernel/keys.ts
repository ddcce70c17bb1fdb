import type { Pair } from '../state/state.ts';

/** What of a text is selected. */
interface Selection {
  readonly value: string;
  readonly selectionStart: number | null;
  readonly selectionEnd: number | null;
}

/** The cell to which a key moves the focus. Left and right leave a cell only at the ends of its text. */
export function nextCell(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  [row, column]: Pair<number>,
  [height, width]: Pair<number>,
  { value, selectionStart, selectionEnd }: Selection,
): Pair<number> | null {
  const moved = ((): Pair<number> | null => {
    switch (key) {
      case 'ArrowUp':
        return [row - 1, column];
      case 'ArrowDown':
      case 'Enter':
        return [row + 1, column];
      case 'ArrowLeft':
        return !shiftKey && selectionStart === 0 ? [row, column - 1] : null;
      case 'ArrowRight':
        return !shiftKey && selectionEnd === value.length ? [row, column + 1] : null;
      default:
        return null;
    }
  })();
  if (!moved) return null;
  return moved[0] >= 0 && moved[0] < height && moved[1] >= 0 && moved[1] < width ? moved : null;
}
