import type { Call } from '../call/plan-call.ts';
import { LargeTaps } from '../problem/large-taps.ts';

/** A call that can be sent to another thread: large kernels, which are read where their caller keeps them, become copies. */
export function plainCall(call: Call): Call {
  const copies = new Map<object, object>();
  const plain = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    const known = copies.get(value);
    if (known) return known as T;
    if (value instanceof LargeTaps) {
      const { kind, rows, columns, values } = value;
      const taps = { kind, rows, columns, values };
      copies.set(value, taps);
      return taps as T;
    }
    if (Array.isArray(value)) return value.map(plain) as T;
    const copy: { [name: string]: unknown } = {};
    copies.set(value, copy);
    for (const [name, part] of Object.entries(value)) copy[name] = plain(part);
    return copy as T;
  };
  return plain(call);
}
