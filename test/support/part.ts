/**
 * Tells by the index of a list whether an entry belongs to a part of it: each N-th from the K-th on.
 *
 * @param part `K/N`.
 */
export function inPart(part: string): (entry: unknown, index: number) => boolean {
  const [k, n] = part.split('/').map(Number) as [number, number];
  if (!(k >= 1 && k <= n)) throw new Error(`a part is K/N, where K is 1 to N, not "${part}"`);
  return (_, index) => index % n === k - 1;
}
