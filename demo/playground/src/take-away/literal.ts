/** A number, a text, or lists of them, as JavaScript writes them. A list of lists gets a line for each. */
export function literal(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (!Array.isArray(value)) return value === true ? 'true' : `'${value}'`;
  const items = value.map(literal);
  const isTable = value.length > 1 && value.every(Array.isArray);
  return isTable ? `[\n${items.map((item) => `  ${item},\n`).join('')}]` : `[${items.join(', ')}]`;
}
