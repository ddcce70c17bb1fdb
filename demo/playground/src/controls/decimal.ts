/** Whether a text is a decimal number as people type it: `-1`, `.5`, `+1e3`. */
export function isDecimal(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}
