/** An estimated time in two digits, such as `650 ms`. `toPrecision` alone would say `6.5e+2`. */
export function describeMilliseconds(milliseconds: number): string {
  return `${Number(milliseconds.toPrecision(2))} ms`;
}
