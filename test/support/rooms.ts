import type { Pointwise } from '../../src/call/pointwise.ts';

/** Operations whose rooms are counted while they are open. After `allowed` rooms there is no memory left. */
export function watched(
  pointwise: Pointwise,
  allowed = Infinity,
): { readonly pointwise: Pointwise; opened(): number; open(): number } {
  let opened = 0;
  let open = 0;
  const room: Pointwise['room'] = (dtype, length) => {
    if (opened++ >= allowed) throw new RangeError('no memory');
    const made = pointwise.room(dtype, length);
    open++;
    return {
      get elements() {
        return made.elements;
      },
      dispose() {
        open--;
        made.dispose();
      },
    };
  };
  return { pointwise: { ...pointwise, room }, opened: () => opened, open: () => open };
}
