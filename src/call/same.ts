/** Whether two objects of plain data with the same properties are alike. NaN equals itself, and 0 is not -0. */
export function same<T>(a: T, b: T): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  for (const key in a) {
    if (!same(a[key], b[key])) return false;
  }
  return true;
}
