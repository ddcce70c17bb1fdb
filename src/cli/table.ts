import type { TableConstructorOptions } from 'cli-table3';

/** A table without colours, so that it reads the same in a terminal and in a file. */
export function plainTable(head: string[], colAligns: ('left' | 'right')[]): TableConstructorOptions {
  return { head, colAligns, style: { head: [], border: [], compact: true } };
}
