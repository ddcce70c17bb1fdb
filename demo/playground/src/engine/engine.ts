import { backendInfo, convolve2d, correlate2d, explain, type Kernel, type PixelImage } from 'convolve-wasm';
import { loadPicture } from './pictures.ts';
import type { Engine, Picture, Scene, Shown } from './protocol.ts';
import { rasterOf } from './raster.ts';

const operations = { convolve2d, correlate2d };

export function createEngine(): Engine {
  let loaded: { readonly key: string; readonly image: PixelImage } | undefined;

  async function imageOf(picture: Picture): Promise<PixelImage> {
    const key = JSON.stringify(picture);
    if (loaded?.key !== key) loaded = { key, image: await loadPicture(picture) };
    return loaded.image;
  }

  return {
    async show(scene): Promise<Shown> {
      const image = await imageOf(scene.picture);
      const kernel = scene.kernel as Kernel;
      const start = performance.now();
      const result = operations[scene.operation](image, kernel, scene.options);
      const milliseconds = performance.now() - start;
      const { width, height, channels } = result;
      return {
        picture: { ...rasterOf(image, 'gray'), before: [0, 0], after: [0, 0] },
        result: {
          ...rasterOf(result, scene.colourMap),
          shape: channels === 1 ? [height, width] : [height, width, channels],
          dtype: scene.options.dtype ?? scene.picture.dtype,
        },
        explanation: explain(image, kernel, { ...scene.options, operation: scene.operation }),
        info: backendInfo(),
        milliseconds,
      };
    },
    async probe() {
      throw new Error('not yet');
    },
    async time() {
      throw new Error('not yet');
    },
    async info() {
      return backendInfo();
    },
  };
}

export type { Scene };
