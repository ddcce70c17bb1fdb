import { describe, expect, it } from 'vitest';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { allocate, backendInfo, convolve2d, explain, gaussianBlur, prepare } from '../../src/index.ts';
import * as javascriptOnly from '../../src/index-js.ts';
import { backendNames, backendsHere } from '../support/backends.ts';

/** How often each backend has run. */
function runs(): { [backend: string]: number } {
  const { backends } = backendInfo();
  return Object.fromEntries(backendNames.map((name) => [name, backends[name].runs]));
}

describe.each(backendsHere)('backend %s', (backend) => {
  const image = { data: Float32Array.of(1, 2, 3), shape: [1, 3] };

  it('alone runs what names it', () => {
    using prepared = prepare([[1]], { shape: [1, 3], backend });
    const calls = [
      () => convolve2d(image, [[1]], { backend }),
      () => prepared.run(image),
      () => gaussianBlur(image, { size: 3, backend }),
    ];
    for (const call of calls) {
      const before = runs();
      call();
      expect(runs()).toEqual({ ...before, [backend]: before[backend]! + 1 });
    }
  });

  it('is what explains and what allocates', () => {
    expect(explain(image, [[1]], { backend }).backend).toBe(backend);
    using resident = allocate([1, 3], 'float32', { backend });
    const isOrdinary = resident.data.buffer.byteLength === 12;
    expect(isOrdinary).toBe(backend === 'js');
  });
});

it('auto: the best that works here, which is the default', () => {
  const { backend: best } = backendInfo();
  const both: ConvolveOptions[] = [{ backend: 'auto' }, {}];
  for (const options of both) {
    const before = runs();
    convolve2d([[1]], [[1]], options);
    expect(runs()).toEqual({ ...before, [best]: before[best]! + 1 });
  }
});

it('is refused if it is not there, and nothing is written', () => {
  const out = Float64Array.of(113);
  const call = () => javascriptOnly.convolve2d([[1]], [[1]], { backend: 'wasm', out });
  expect(call).toThrow(RangeError);
  expect(call).toThrow(/^"backend" expected .+, got "wasm"$/);
  expect(call).toThrow(expect.objectContaining({ code: 'ERR_BACKEND' }));
  expect(out[0]).toBe(113);
});
