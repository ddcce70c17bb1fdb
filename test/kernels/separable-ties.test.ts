import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { modules } from './module.ts';
import { repaired, rounded, sceneOf } from './ties.ts';

const kernels = [
  [1, [0]],
  [3, [0, 1, 2]],
  [4, [0, 1, 2, 3, 4]],
  [2, [0, 3]],
] as const;

describe.each(modules)('separableTies_f32 of $name', (module) => {
  it.each(kernels)('%i vertical taps, horizontal ones at %j', (columnTapCount, offsets) => {
    for (const count of [3, 9, 40]) {
      for (const [every, divisor] of [
        [1, 1],
        [3, 7],
      ] as const) {
        for (const resultBytes of [1, 2] as const) {
          const scene = sceneOf(module, {
            ...{ storage: 'f32', count, rows: 5, reachRows: columnTapCount - 1, offsets },
            ...{ fill: 17, resultBytes, every },
          });
          const next = random(count + 1);
          const tap = () => (next() - 0.25) / 8;
          const columns = Array.from({ length: columnTapCount }, tap);
          const across = offsets.map(() => tap() * divisor);
          const fill = columns.reduce((sum, column) => sum + column * 17, 0);
          const initial = 0.3 * divisor;
          const given = [
            ...scene.first,
            fill,
            ...[scene.bench.put(Int32Array, offsets), Math.max(...offsets)],
            ...[scene.bench.put(Float64Array, columns), columnTapCount],
            ...[scene.bench.put(Float64Array, across), offsets.length, initial, divisor],
          ];
          const { changed, values } = repaired(scene, () => {
            module.exports.separableTies_f32!(...given);
          });
          expect(changed).toBe(false);
          const expected = scene.listed.map(([row, x]) => {
            let sum = 0;
            offsets.forEach((offset, v) => {
              let column = 0;
              for (let u = 0; u < columnTapCount; u++) column += columns[u]! * scene.at(row + u, x + offset);
              sum += across[v]! * column;
            });
            return rounded((sum + initial) / divisor, resultBytes);
          });
          expect(values).toEqual(expected);
        }
      }
    }
  });
});
