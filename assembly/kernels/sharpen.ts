/**
 * An unsharp mask: where an element differs from the blurred one by more than `threshold`, the element and `amount` times the
 * difference take the place of the blurred one; else the element does.
 */
export function sharpen<T>(elements: usize, blurred: usize, count: i32, amount: T, threshold: T): void {
  const lanes = <i32>(16 / sizeof<T>());
  const by = v128.splat<T>(amount);
  const least = v128.splat<T>(threshold);
  let left = count;
  for (; left >= lanes; left -= lanes, elements += 16, blurred += 16) {
    const element = v128.load(elements);
    const difference = v128.sub<T>(element, v128.load(blurred));
    const sharp = v128.add<T>(element, v128.mul<T>(by, difference));
    v128.store(blurred, v128.bitselect(sharp, element, v128.gt<T>(v128.abs<T>(difference), least)));
  }
  for (; left > 0; left--, elements += sizeof<T>(), blurred += sizeof<T>()) {
    const element = load<T>(elements);
    const difference = element - load<T>(blurred);
    store<T>(blurred, abs<T>(difference) > threshold ? element + amount * difference : element);
  }
}
