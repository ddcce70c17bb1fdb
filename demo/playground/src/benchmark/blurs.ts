import type { Convolution } from '../../../../bench/cells/cell.ts';
import { blurs } from '../../../../bench/contenders/blurs.ts';
import { type Contender, localContender } from '../../../../bench/contenders/contender.ts';

/** The names of blurs for canvas pixels that are no Gaussians, or only near one. */
export const canvasBlurs: readonly string[] = ['stackblur-canvas', 'glur'];

/** They blur RGBA in place, so a run copies the picture first. */
export function canvasBlurContenders({ image, blur }: Convolution): Contender[] {
  const sigma = blur?.sigma;
  const [height, width, channels] = image.shape;
  if (sigma === undefined || channels !== 4) return [];
  return blurs()
    .filter(({ name, maxSigma }) => canvasBlurs.includes(name) && sigma <= maxSigma)
    .map(({ name, blur }) => {
      const data = new Uint8ClampedArray(image.data.length);
      const picture = { data, width, height };
      const answer = new Uint8Array(data.buffer);
      return localContender(name, 'out', () => {
        answer.set(image.data);
        blur(picture, sigma, picture);
        return [answer];
      });
    });
}
