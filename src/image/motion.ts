import { takeOptions } from '../problem/options.ts';
import type { KernelBuilder } from './builder.ts';
import { atLeastOne, finite } from './check.ts';
import type { MotionOptions } from './kernel-types.ts';

/** A line through the centre: each pixel less than 1 away from it has a tap. */
export function motionBuilder(options?: MotionOptions): KernelBuilder {
  const { length, angle } = takeOptions(options, ['length', 'angle']);
  const half = (atLeastOne('length', length, 9) - 1) / 2;
  const turn = finite('angle', angle, 0);
  const [dx, dy] = [component(Math.cos(turn)), component(Math.sin(turn))];
  const reach = (along: number) => Math.ceil(half * Math.abs(along) + 1) - 1;
  const [radiusX, radiusY] = [reach(dx), reach(dy)];
  const tapAt = (x: number, y: number) => {
    const nearest = Math.min(Math.max(x * dx + y * dy, -half), half);
    return Math.max(0, 1 - Math.hypot(x - nearest * dx, y - nearest * dy));
  };
  return {
    size: [2 * radiusY + 1, 2 * radiusX + 1],
    build(vertical, horizontal) {
      const data = new Float64Array(vertical.length * horizontal.length);
      let total = 0;
      for (let y = -radiusY; y <= radiusY; y++) {
        const row = vertical.place(y + radiusY) * horizontal.length;
        // Points less than 1 away from the line have |x dy - y dx| < 1. One more pixel at either end allows for rounding.
        const [middle, reach] = dy === 0 ? [0, radiusX] : [(y * dx) / dy, 1 / Math.abs(dy) + 1];
        const last = Math.min(radiusX, Math.ceil(middle + reach));
        for (let x = Math.max(-radiusX, Math.floor(middle - reach)); x <= last; x++) {
          const tap = tapAt(x, y);
          const at = row + horizontal.place(x + radiusX);
          data[at] = (data[at] as number) + tap;
          total += tap;
        }
      }
      for (let at = 0; at < data.length; at++) data[at] = (data[at] as number) / total;
      return { data, shape: [vertical.length, horizontal.length] };
    },
  };
}

/** The cosine of pi / 2 is 6e-17 in floats, not 0, which would make a vertical line three pixels wide. */
function component(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : value;
}
