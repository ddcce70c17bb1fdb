import type { Boundary, DType, PixelImage } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { createEngine } from '../../demo/playground/src/engine/engine.ts';
import type { Probe, Scene } from '../../demo/playground/src/engine/protocol.ts';

/** A generator of random numbers with a seed (mulberry32), so that a failure comes again. */
function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int16: Int16Array,
} as const;
const dtypes = Object.keys(arrays) as (keyof typeof arrays)[];
const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];

interface Case {
  readonly scene: Scene;
  readonly image: PixelImage;
}

function randomCase(seed: number): Case {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const isColour = random() < 0.4;
  const dtype = pick(dtypes);
  const [width, height] = [whole(1, 9), whole(1, 9)];
  const channels = isColour ? 4 : 1;
  const isFloat = dtype.startsWith('float');
  const hasHoles = isFloat && random() < 0.4;
  const values = Array.from({ length: width * height * channels }, () => {
    if (hasHoles && random() < 0.15) return Number.NaN;
    return isFloat ? random() * 40 - (isColour ? 0 : 20) : whole(0, 255);
  });
  const image = { data: arrays[dtype].from(values), width, height, channels };
  const mode = pick(['full', 'same', 'valid', 'padding'] as const);
  const columns = whole(1, 6);
  const kernel = Array.from({ length: whole(1, 6) }, () =>
    Array.from({ length: columns }, () => whole(-4, 9)),
  );
  const ignores = random() < 0.4;
  const side = (): [number, number] => [whole(0, 5), whole(0, 5)];
  const wanted = pick<DType | undefined>([undefined, 'float32', 'float64', 'int16', 'uint8clamped']);
  const alpha = pick(['preserve', 'premultiply', 'filter', undefined] as const);
  const options: Scene['options'] = {
    ...(mode === 'padding' ? { padding: [side(), side()] as const } : { mode }),
    boundary: [pick(boundaries), pick(boundaries)],
    fillvalue: random() < 0.1 ? Number.NaN : whole(0, 9),
    stride: random() < 0.5 ? [1, 1] : [whole(1, 3), whole(1, 3)],
    dilation: random() < 0.5 ? [1, 1] : [whole(1, 2), whole(1, 3)],
    delta: pick([0, 0, 2.5]),
    normalize: random() < 0.4,
    nan: ignores ? 'ignore' : 'propagate',
    ...(wanted && { dtype: wanted }),
    ...(isColour && alpha && { alpha }),
  };
  const scene: Scene = {
    picture: { source: { from: 'sample', name: 'noise' }, maxSidePx: seed, isColour, dtype },
    operation: pick(['convolve2d', 'correlate2d'] as const),
    kernel,
    options,
    colourMap: 'auto',
  };
  return { scene, image };
}

const ranges: { readonly [dtype in DType]?: readonly [number, number] } = {
  int16: [-32768, 32767],
  uint8: [0, 255],
  uint8clamped: [0, 255],
};

/** The result that the numbers of a probe give. */
function answerOf({ sum, divisor, delta }: Probe, dtype: DType): number {
  const quotient = divisor === 0 ? 0 : sum / divisor;
  const range = ranges[dtype];
  if (!range) return quotient + delta;
  if (Number.isNaN(quotient)) return 0;
  return Math.min(Math.max(quotient + delta, range[0]), range[1]);
}

it('tells sums as the package has them, for any options', async () => {
  const engine = createEngine(async ({ maxSidePx }) => randomCase(maxSidePx).image);
  let [compared, refused] = [0, 0];
  const modes = new Set<string>();
  for (let seed = 1; seed <= 400; seed++) {
    const { scene, image } = randomCase(seed);
    const answer = await engine.show(scene).catch((error: Error & { code?: string }) => {
      // The refusal is the package's own.
      expect(error.code, error.message).toMatch(/^ERR_/);
      return null;
    });
    if (!answer) {
      refused++;
      continue;
    }
    const [rows, columns] = answer.result.shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < image.channels!; channel++) {
          const probe = await engine.probe([row, column], channel);
          const told = answerOf(probe, answer.result.dtype);
          const magnitude = probe.terms.reduce((sum, { product }) => sum + Math.abs(product || 0), 1);
          // Rounding to an integer, and to float32 at each step.
          const tolerance =
            (answer.result.dtype in ranges ? 0.501 : 0) +
            (magnitude * 2 ** -18) / Math.min(1, Math.abs(probe.divisor) || 1);
          const isRight = Number.isNaN(told)
            ? Number.isNaN(probe.result)
            : Math.abs(told - probe.result) <= tolerance;
          if (!isRight) {
            const where = `seed ${seed}, [${row}, ${column}], channel ${channel}`;
            expect.fail(`${where}: ${told} is told, ${probe.result} is right: ${JSON.stringify(scene)}`);
          }
          compared++;
        }
      }
    }
    modes.add(`${scene.options.mode ?? 'padding'} ${answer.axes[0].isSwapped}`);
  }
  expect(modes).toEqual(new Set(['full false', 'same false', 'valid false', 'valid true', 'padding false']));
  expect(compared).toBeGreaterThan(20_000);
  expect(refused).toBeLessThan(150);
});
