/** Longer lists are cut short. */
const MAX_ELEMENTS = 400;

/** A call as it would be written, for whoever looks into what went wrong. */
export function callCode(name: string, args: readonly unknown[]): string {
  const written = args.map(codeOf);
  const line = `${name}(${written.join(', ')})`;
  return line.length <= 110 ? line : `${name}(\n${written.map((arg) => `  ${arg},\n`).join('')})`;
}

function codeOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return typedCode(value as Float64Array);
  if (Array.isArray(value)) return listCode(value, 'new Array', '[', ']');
  // Of what is in memory of a backend, what it is made from.
  const isResident = 'dispose' in value;
  const entries = Object.entries(value).filter(
    ([, item]) => typeof item !== 'function' && item !== undefined,
  );
  const code = `{ ${entries.map(([key, item]) => `${key}: ${codeOf(item)}`).join(', ')} }`;
  return isResident ? `resident(${code})` : code;
}

function typedCode(array: Float64Array): string {
  const { name } = array.constructor;
  return listCode(Array.from(array), `new ${name}`, `${name}.of(`, ')');
}

function listCode(list: readonly unknown[], maker: string, open: string, close: string): string {
  const [first] = list;
  if (list.length > 8 && list.every((item) => Object.is(item, first))) {
    return `${maker}(${list.length}).fill(${codeOf(first)})`;
  }
  const rest = list.length > MAX_ELEMENTS ? `, /* ${list.length - MAX_ELEMENTS} more */` : '';
  return `${open}${list.slice(0, MAX_ELEMENTS).map(codeOf).join(', ')}${rest}${close}`;
}
