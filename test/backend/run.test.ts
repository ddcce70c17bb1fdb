import { afterEach, describe, expect, it } from 'vitest';
import { boxBlur, convolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import { integers } from '../support/random.ts';

const name = Symbol.for('convolve-wasm.watcher');
const set = (watcher: unknown) => Object.assign(globalThis, { [name]: watcher });
afterEach(() => set(undefined));

describe.each(backendsHere)('a watcher on %s', (backend) => {
  it('is told how far a plan is, and changes nothing', () => {
    const image = filled([900, 1500], 'uint8', integers(1, 0, 255));
    for (const call of [
      () => boxBlur(image, { size: 5, backend }),
      () => convolve2d(image, [[1], [0.3], [1]], { mode: 'same', dtype: 'uint8', method: 'direct', backend }),
    ]) {
      const expected = call();
      const reports: [number, number][] = [];
      set((done: number, total: number) => reports.push([done, total]));
      expect(Buffer.compare(call().data, expected.data)).toBe(0);
      expect(reports.length).toBeGreaterThan(2);
      expect(reports.every(([done, total], n) => total === 900 && done > (reports[n - 1]?.[0] ?? 0))).toBe(
        true,
      );
      expect(reports[reports.length - 1]).toEqual([900, 900]);
      set(undefined);
    }
  });
});
