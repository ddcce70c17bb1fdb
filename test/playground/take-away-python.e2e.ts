import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npyOf } from '../../demo/playground/src/take-away/npy.ts';
import { opencv } from '../../demo/playground/src/take-away/opencv.ts';
import { scipy } from '../../demo/playground/src/take-away/scipy.ts';
import { parseNpy } from '../../src/cli/npy.ts';
import { cases, codeCallOf } from './code-states.ts';

interface Golden {
  readonly cases: readonly { readonly name: string; readonly scipy: string; readonly opencv: string }[];
}

/** What scripts/playground_code.py ran in SciPy and OpenCV, and found right. After a change of the code, run that script. */
const golden: Golden = JSON.parse(
  readFileSync(fileURLToPath(new URL('../golden/playground-code.json', import.meta.url)), 'utf8'),
);

describe('the Python that the page gives', () => {
  it('was run for the same cases', () => {
    expect(golden.cases.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
  });

  it.each(cases)('is the one that was run: $name', ({ name, state }) => {
    const verified = golden.cases.find((each) => each.name === name)!;
    expect(scipy(codeCallOf(state))).toBe(verified.scipy);
    expect(opencv(codeCallOf(state))).toBe(verified.opencv);
  });
});

describe('an .npy file that the page saves', () => {
  it('has the elements and the shape', () => {
    const arrays = fc.oneof(
      fc.float32Array(),
      fc.float64Array(),
      fc.uint8Array(),
      fc.uint8ClampedArray(),
      fc.int8Array(),
      fc.uint16Array(),
      fc.int16Array(),
      fc.uint32Array(),
      fc.int32Array(),
    );
    fc.assert(
      fc.property(arrays, fc.boolean(), (data, isColour) => {
        const shape = isColour ? [1, data.length, 1] : [data.length, 1];
        const bytes = npyOf(data, shape);
        const { data: found, shape: foundShape } = parseNpy(bytes);
        expect(foundShape).toEqual(shape);
        // NumPy has one type for bytes.
        expect(found).toStrictEqual(data instanceof Uint8ClampedArray ? new Uint8Array(data) : data);
        // NumPy maps the elements into memory, where they are to be aligned.
        expect((bytes.length - data.byteLength) % 64).toBe(0);
      }),
    );
  });
});
