/** A number short enough for a table: five digits, and an exponent only where they do not serve. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'NaN';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e7 || magnitude < 1e-4)) return signed(value.toExponential(2));
  return signed(String(Number(magnitude >= 1e5 ? value.toFixed(0) : value.toPrecision(5))));
}

/** With a minus sign, which is as wide as a digit. */
function signed(text: string): string {
  return text.replaceAll('-', '−');
}
