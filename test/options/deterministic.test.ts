import { describe, expect, it } from 'vitest';
import { convolve2d, explain, prepare } from '../../src/index.ts';
import { filled, nested } from '../support/containers.ts';
import { random } from '../support/random.ts';

const image = filled([90, 100], 'float32', random(1));
/** Transforms are the fastest by far. */
const kernel = nested(41, 41, random(2));
const options = { mode: 'same', deterministic: true } as const;

describe('deterministic', () => {
  it('takes no transforms', () => {
    expect(explain(image, kernel, { mode: 'same' }).method).toBe('fft');
    expect(explain(image, kernel, options).method).toBe('direct');
    using prepared = prepare(kernel, { ...options, shape: [90, 100] });
    expect(prepared.explain().method).toBe('direct');
    expect(explain(image, kernel, { ...options, method: 'fft' }).method).toBe('fft');
  });

  it('takes no relaxed arithmetic', () => {
    expect(explain(image, [[1, 2]], options).backend).toBe('wasm');
    using prepared = prepare([[1, 2]], { ...options, shape: [90, 100] });
    expect(prepared.explain().backend).toBe('wasm');
  });

  it.each(['js', 'wasm', 'auto'] as const)('gives the sums in their order, to the bit: %s', (backend) => {
    const { data } = convolve2d(image, kernel, { ...options, backend });
    expect(data).toEqual(convolve2d(image, kernel, { mode: 'same', method: 'direct', backend: 'js' }).data);
  });

  it('is refused with relaxed arithmetic', () => {
    for (const call of [
      () => convolve2d([[1]], [[1]], { backend: 'wasm-relaxed', deterministic: true }),
      () => explain([[1]], [[1]], { backend: 'wasm-relaxed', deterministic: true }),
      () => prepare([[1]], { shape: [1, 1], backend: 'wasm-relaxed', deterministic: true }),
    ]) {
      expect(call).toThrow(
        expect.objectContaining({
          name: 'TypeError',
          code: 'ERR_CONFLICT',
          message: expect.stringMatching(/^"backend" expected/),
        }),
      );
    }
  });
});
