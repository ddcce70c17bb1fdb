/** Red for positive taps and blue for negative ones: the ends of ColorBrewer's RdBu. */
const positive = [214, 96, 77] as const;
const negative = [67, 147, 195] as const;
/** Text on the strongest tint keeps a contrast of 4.5, on light paper and on dark. */
const strongest = 0.6;

/** Red, green, blue from 0 to 255 and the opacity from 0 to 1 for a tap of a kernel. */
export function tintOf(tap: number, largest: number): readonly [number, number, number, number] {
  const opacity = largest === 0 ? 0 : (strongest * Math.abs(tap)) / largest;
  return [...(tap < 0 ? negative : positive), opacity];
}

/** The same for CSS, where `--largest` is the largest tap, or was: one that has grown since has the strongest tint. */
export function cssTint(tap: number): string {
  const [red, green, blue, opacity] = tintOf(tap, 1);
  return `rgb(${red} ${green} ${blue} / min(${strongest}, ${opacity} / var(--largest)))`;
}

export function largestOf(rows: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const row of rows) for (const tap of row) largest = Math.max(largest, Math.abs(tap));
  return largest;
}
