import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/base/types.ts';
import type { Pointwise } from '../../src/call/pointwise.ts';
import { GradientStrips } from '../../src/image/gradient-strips.ts';
import { contiguousView } from '../../src/io/view.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { wasmLoader } from '../../src/wasm/backend.ts';
import { watched } from '../support/rooms.ts';

const columns = 7;
const rows = 12;
const shape = { rows, columns, channels: 1 };
const values = (seed: number) =>
  Float32Array.from({ length: rows * columns }, (_, i) => ((i * seed) % 101) - 50);
const [x, y] = [values(37), values(53)];

/** Which rows of which component come when. */
const orders = {
  'in turn': [
    [0, 0, 5],
    [1, 0, 5],
    [0, 5, 12],
    [1, 5, 12],
  ],
  'one component far ahead': [
    [1, 0, 2],
    [1, 2, 6],
    [0, 0, 1],
    [0, 1, 4],
    [0, 4, 6],
    [0, 6, 12],
    [1, 6, 7],
    [1, 7, 12],
  ],
} as const;

describe.each([jsLoader, wasmLoader])('strips of a gradient on $name', (loader) => {
  const { pointwise } = loader.load();

  const run = (used: Pointwise, type: 'int16' | 'float32', dtype: DType, order: keyof typeof orders) => {
    const results = (['magnitude', 'angle'] as const).map((part) => {
      const view = contiguousView(
        new { float32: Float32Array, uint8: Uint8Array, float64: Float64Array }[dtype as 'uint8'](
          rows * columns,
        ),
        dtype,
        shape,
      );
      return { part, view, sink: view };
    });
    const strips = new GradientStrips(used, type, shape, 7, 0, results, null);
    for (const [component, from, to] of orders[order]) {
      const sink = strips.sinks[component]!;
      // Rows further apart than they are long.
      const padded = new Float32Array((to - from) * 9);
      for (let i = from; i < to; i++) {
        padded.set([x, y][component]!.subarray(i * columns, (i + 1) * columns), (i - from) * 9);
      }
      sink.write(from, to - from, padded, 0, 9);
      sink.done(from, to - from);
    }
    strips.dispose();
    return results.map(({ view }) => view.data);
  };

  it.each(Object.keys(orders) as (keyof typeof orders)[])(
    'are made when both components came, %s',
    (order) => {
      for (const type of ['float32', 'int16'] as const) {
        const [magnitudes, angles] = run(pointwise, type, 'float32', order);
        expect(magnitudes).toEqual(x.map((value, i) => Math.hypot(value, y[i]!)));
        // Two units in the last place of pi.
        for (const [i, angle] of angles!.entries()) {
          expect(Math.abs(angle - Math.atan2(y[i]!, x[i]!))).toBeLessThan(2 ** -21);
        }
        const [bytes] = run(pointwise, type, 'uint8', order);
        expect(bytes).toEqual(Uint8Array.from(magnitudes!, (value) => Math.min(255, Math.round(value))));
        const [wide] = run(pointwise, type, 'float64', order);
        expect(wide).toEqual(Float64Array.from(magnitudes!));
      }
    },
  );

  it('give their rooms back, also where there is no memory for the last', () => {
    const { pointwise: counting, open, opened } = watched(pointwise);
    run(counting, 'float32', 'uint8', 'in turn');
    expect(open()).toBe(0);
    expect(opened()).toBeGreaterThan(2);
    for (let allowed = 0; allowed < opened(); allowed++) {
      const { pointwise: limited, open } = watched(pointwise, allowed);
      expect(() => run(limited, 'float32', 'uint8', 'in turn')).toThrow(RangeError);
      expect(open()).toBe(0);
    }
  });
});
