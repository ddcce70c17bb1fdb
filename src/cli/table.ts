import Table from 'cli-table3';

/** A table without colours, so that it reads the same in a terminal and in a file. */
export function table(
  head: string[],
  colAligns: ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const lines = new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
  lines.push(...rows.map((row) => [...row]));
  return lines.toString();
}
