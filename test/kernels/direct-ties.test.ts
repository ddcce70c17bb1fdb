import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { modules } from './module.ts';
import { repaired, rounded, sceneOf, storages } from './ties.ts';

const kernels = [
  [1, [0]],
  [3, [0, 1, 2]],
  [2, [0, 3]],
  [4, [0, 2, 4]],
] as const;

for (const module of modules) {
  describe.each(Object.keys(storages) as (keyof typeof storages)[])(
    `directTies_%s of ${module.name}`,
    (storage) => {
      it.each(kernels)('%i rows of taps at %j, rounded after each operation', (tapRows, offsets) => {
        for (const count of [3, 9, 40]) {
          for (const [every, divisor] of [
            [1, 1],
            [3, 7],
            [7, 1],
          ] as const) {
            for (const resultBytes of [1, 2] as const) {
              const fill = 17;
              const scene = sceneOf(module, {
                ...{ storage, count, rows: 5, reachRows: tapRows - 1, offsets, fill, resultBytes, every },
              });
              const next = random(count);
              const { greatest } = storages[storage];
              const scale = (400 / greatest / offsets.length / tapRows) * divisor;
              const taps = Array.from({ length: tapRows * offsets.length }, () => (next() - 0.25) * scale);
              const initial = 0.3 * divisor;
              const given = [
                ...scene.first,
                fill,
                scene.bench.put(Int32Array, offsets),
                Math.max(...offsets),
                ...[scene.bench.put(Float64Array, taps), tapRows, offsets.length, initial, divisor],
              ];
              const { changed, values } = repaired(scene, () => {
                module.exports[`directTies_${storage}`]!(...given);
              });
              expect(changed).toBe(false);
              const expected = scene.listed.map(([row, x]) => {
                let sum = 0;
                for (let u = 0; u < tapRows; u++) {
                  offsets.forEach((offset, v) => {
                    sum += taps[u * offsets.length + v]! * scene.at(row + u, x + offset);
                  });
                }
                return rounded((sum + initial) / divisor, resultBytes);
              });
              expect(values).toEqual(expected);
            }
          }
        }
      });
    },
  );

  it(`directTies of ${module.name} keeps ties and the order of float64 sums apart`, () => {
    // 0.1 + 0.2 + 0.2 is 0.5 in float64, and a bit more than that in exact arithmetic.
    const scene = sceneOf(module, {
      ...{
        storage: 'f32',
        count: 8,
        rows: 1,
        reachRows: 0,
        offsets: [0, 1, 2],
        fill: 0,
        resultBytes: 1,
        every: 1,
      },
    });
    scene.source.write(0, [1, 1, 1, 1, 1, 1, 1, 1]);
    const given = [
      ...scene.first,
      0,
      ...[
        scene.bench.put(Int32Array, [0, 1, 2]),
        2,
        scene.bench.put(Float64Array, [0.1, 0.2, 0.2]),
        1,
        3,
        0,
        1,
      ],
    ];
    const { values } = repaired(scene, () => {
      module.exports.directTies_f32!(...given);
    });
    expect(values[4]).toBe(rounded(0.1 + 0.2 + 0.2, 1));
  });
}
