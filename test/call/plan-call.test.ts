import { describe, expect, it } from 'vitest';
import { Registry } from '../../src/backend/registry.ts';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { filterOf, readKernels } from '../../src/call/kernels.ts';
import { type Call, planCall } from '../../src/call/plan-call.ts';
import { ReadyCall } from '../../src/call/run-call.ts';
import { subjectOf } from '../../src/call/subject.ts';
import { convolve2d } from '../../src/index.ts';
import { readImage, settle } from '../../src/io/container.ts';
import { allocateView } from '../../src/io/view.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { checkOptions } from '../../src/problem/options.ts';
import { filled, nested } from '../support/containers.ts';
import { random } from '../support/random.ts';

const registry = new Registry(jsLoader, []);
const noise = random(1);
const image = filled([40, 50, 4], 'float32', noise);
image.data[77] = NaN;
const kernels = [nested(3, 3, noise), nested(9, 9, noise), nested(3, 3, noise)];

function plan(options: ConvolveOptions): Call {
  const container = settle(readImage(image));
  const { options: checked } = checkOptions({ backend: 'js', ...options });
  const subject = subjectOf(container, 'float32', checked);
  return planCall(filterOf('convolve2d', readKernels(kernels)), subject, null, checked, registry);
}

const settings: ConvolveOptions[] = [
  {},
  { method: 'fft' },
  { mode: 'same', boundary: 'symm', alpha: 'premultiply' },
  { mode: 'same', nan: 'ignore', fillvalue: 2 },
  { mode: 'same', alpha: 'premultiply', nan: 'ignore', boundary: 'wrap' },
];

describe.each(settings)('a call with %j', (options) => {
  const call = plan(options);

  it('is plain data', () => {
    expect(structuredClone(call)).toEqual(call);
    const visit = (value: unknown): void => {
      expect(typeof value).not.toBe('function');
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(value));
      for (const part of Object.values(value)) visit(part);
    };
    visit(call);
  });

  it('computes what the function does, as a copy too', () => {
    const ready = new ReadyCall(structuredClone(call), registry);
    const results = call.shapes.map((shape) => allocateView('float32', shape));
    ready.run(settle(readImage(image)).view, results);
    const expected = convolve2d(image, kernels, { ...options, backend: 'js' } as object);
    expect(results.map(({ data }) => data)).toEqual(expected.map(({ data }) => data));
  });
});
