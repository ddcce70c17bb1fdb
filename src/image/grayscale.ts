import { inMemory } from '../base/errors.ts';
import { readOuts } from '../call/outs.ts';
import type { PixelCore } from '../call/pixels.ts';
import { type ColourWeights, forEachChunk } from '../call/pointwise.ts';
import { readImage, settle } from '../io/container.ts';
import { copyRows } from '../io/view.ts';
import { oneOf } from '../problem/options.ts';
import { readPointwiseOptions, refuseChannels } from './check.ts';
import type { GrayWeights, Pictures } from './pictures.ts';
import { destinationOf } from './target.ts';

interface Weights {
  /** In 15-bit fixed point, adding up to 2^15. */
  readonly fixed: ColourWeights;
  readonly exact: ColourWeights;
}

const weightsOf: { readonly [name in GrayWeights]: Weights } = {
  /**
   * Rec. ITU-R BT.601, section 2.5.1. In fixed point as OpenCV's `cvtColor` has it (`R2Y`, `G2Y`, `B2Y` and `gray_shift` in
   * modules/imgproc/src/color.hpp).
   */
  bt601: { fixed: [9798, 19235, 3735], exact: [0.299, 0.587, 0.114] },
  /** Rec. ITU-R BT.709, section 3.2; the fixed red is rounded down so that the three add up. */
  bt709: { fixed: [6966, 23436, 2366], exact: [0.2126, 0.7152, 0.0722] },
};

const schemes = /* @__PURE__ */ Object.keys(weightsOf) as GrayWeights[];

export function createGrayscale(core: PixelCore): Pictures['grayscale'] {
  return (image: unknown, options?: unknown): never => {
    const { own, backend, out } = readPointwiseOptions(options, ['weights']);
    const { fixed, exact } = weightsOf[oneOf('weights', own.weights, schemes, 'bt601')];
    const reading = readImage(image);
    const outs = readOuts(null, out);
    const container = settle(reading);
    const { view } = container;
    const { rows, columns, channels, dtype } = view;
    refuseChannels(channels);
    const destination = destinationOf({ ...container, rank: 2 }, outs, dtype, { rows, columns, channels: 1 });
    const result = destination.view;
    if (channels === 1) {
      inMemory(() => copyRows(view, result));
    } else {
      const isFixed = dtype === 'uint8' || dtype === 'uint8clamped' || dtype === 'uint16';
      const pointwise = core.pointwise(backend);
      inMemory(() =>
        forEachChunk(pointwise, view, result, (source, pixels, into) =>
          pointwise.gray(source, channels, isFixed ? fixed : exact, pixels, into),
        ),
      );
    }
    return destination.finish() as never;
  };
}
