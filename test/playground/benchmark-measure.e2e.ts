import { expect, it, vi } from 'vitest';
import { measure } from '../../demo/playground/src/benchmark/measure.ts';

/** The package, which is wrong in one number on WebAssembly. */
vi.mock(import('../../demo/playground/src/benchmark/package.ts'), async (load) => {
  const { packageContenders } = await load();
  return {
    packageContenders: (cell) =>
      packageContenders(cell).map((contender) =>
        contender.row !== 'wasm'
          ? contender
          : {
              ...contender,
              async once() {
                const { answer, time } = await contender.once();
                answer[0] = answer[0]! + 0.001;
                return { answer, time };
              },
              sample: () => Promise.reject(new Error('a wrong contender is not timed')),
            },
      ),
  };
});

it('marks a wrong answer, and does not time who gave it', async () => {
  const steps: string[] = [];
  const request = { name: 'seed', timeMs: 20, withOpencv: false };
  const { name, rows } = await measure(request, (step) => steps.push(step));
  expect(name).toBe('seed');
  const states = Object.fromEntries(rows.map(({ contender, state }) => [contender, state]));
  expect(states).toMatchObject({ loops: 'timed', js: 'timed', wasm: 'wrong' });
  expect(rows.find(({ contender }) => contender === 'wasm')).toMatchObject({
    fault: expect.stringMatching(/^off by 0\.00/),
  });
  expect(steps).toContain('Checking the answers');
});
