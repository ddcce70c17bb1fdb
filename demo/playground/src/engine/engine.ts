import { backendInfo, convolve2d, correlate2d, explain, type Kernel, type PixelImage } from 'convolve-wasm';
import { isSame } from '../state/same.ts';
import { axesOf, resultTypeOf } from './geometry.ts';
import { loadPicture } from './pictures.ts';
import { type Calculation, probeOf } from './probe.ts';
import type { Engine, Picture, Scene } from './protocol.ts';
import { rasterOf } from './raster.ts';
import { createRoom } from './resident.ts';
import { createScenery } from './scenery.ts';
import { appliedTaps } from './taps.ts';
import { medianTime } from './time.ts';

const operations = { convolve2d, correlate2d };

/** @param load Decodes a picture. */
export function createEngine(load: (picture: Picture) => Promise<PixelImage> = loadPicture): Engine {
  const inputs = createRoom();
  const outputs = createRoom();
  const scenery = createScenery();
  let loaded: { readonly picture: Picture; readonly image: PixelImage; isShown: boolean } | undefined;
  let last: Calculation | undefined;

  async function imageOf(picture: Picture): Promise<PixelImage> {
    if (loaded && isSame(loaded.picture, picture)) return loaded.image;
    const image = await load(picture);
    last = undefined;
    loaded = { picture, image: inputs.take(image, picture.dtype), isShown: false };
    return loaded.image;
  }

  return {
    async show(scene, spares = {}) {
      const image = await imageOf(scene.picture);
      const axes = axesOf(scene, [image.height, image.width]);
      // The package says why it refuses the call.
      if (!axes) throw refusalOf(scene, image);
      const size = { height: axes[0].results, width: axes[1].results, channels: image.channels ?? 4 };
      refuseLarge(size);
      last = undefined;
      const dtype = resultTypeOf(scene);
      const result = outputs.fit(size, dtype);
      const start = performance.now();
      operations[scene.operation](image, scene.kernel as Kernel, { ...scene.options, out: result });
      const milliseconds = performance.now() - start;
      last = { scene, image, axes, result };
      const { channels, height, width } = size;
      const answer = {
        result: {
          ...rasterOf(result, scene.colourMap, spares.result),
          shape: channels === 1 ? [height, width] : [height, width, channels],
          dtype,
        },
        // One map for all kernels, around 0: a tap has the same colour wherever the page draws it.
        kernel: rasterOf(appliedTaps(scene), 'diverging'),
        axes,
        explanation: explain(image, scene.kernel as Kernel, {
          ...scene.options,
          operation: scene.operation,
        }),
        info: backendInfo(),
        milliseconds,
      };
      // Last, since the page must get what counts as shown.
      const isNew = !loaded!.isShown;
      const picture = scenery.draw(image, isNew, scene, axes, spares.picture);
      loaded!.isShown = true;
      return { ...answer, picture };
    },
    async probe(at, channel) {
      if (!last) throw new Error('There is no result to look at.');
      return probeOf(last, at, channel);
    },
    async time(scene, backend) {
      const image = await imageOf(scene.picture);
      const call = { ...scene.options, backend };
      const run = operations[scene.operation];
      const out = run(image, scene.kernel as Kernel, call);
      return medianTime(() => run(image, scene.kernel as Kernel, { ...call, out }));
    },
    async info() {
      return backendInfo();
    },
    async numbers(of) {
      if (!last) throw new Error('There is no result yet.');
      const { data, width, height, channels = 4 } = of === 'picture' ? last.image : last.result;
      // A copy, since images may lie in the memory of WebAssembly.
      return { data: data.slice(), shape: channels === 1 ? [height, width] : [height, width, channels] };
    },
  };
}

function refusalOf(scene: Scene, image: PixelImage): Error {
  try {
    operations[scene.operation](image, scene.kernel as Kernel, scene.options);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new Error('The kernel does not fit the picture.');
}

/** Larger results take seconds, and their pixels hundreds of megabytes. */
const maxMegapixels = 16;

function refuseLarge({ height, width }: { readonly height: number; readonly width: number }): void {
  if (height * width <= maxMegapixels * 1e6) return;
  throw new Error(
    `The result would have ${height} x ${width} pixels. The playground shows up to ${maxMegapixels} megapixels.`,
  );
}
