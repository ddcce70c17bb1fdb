/** The demo claims nothing that it has not checked. */
export function check(claim: string, holds: boolean): void {
  if (!holds) throw new Error(`this does not hold: ${claim}`);
}

export function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (value, at) => value === b[at]);
}
