import type { Convolution } from '../../../../bench/cells/cell.ts';
import { blurs } from '../../../../bench/contenders/blurs.ts';
import { type Contender, localContender } from '../../../../bench/contenders/contender.ts';

/** The names of blurs for canvas pixels that are no Gaussians, or only near one. */
export const canvasBlurs: readonly string[] = ['stackblur-canvas', 'glur'];

/** The same picture without its alpha, by which these blurs weigh colours, and the package here does not. */
export function opaque(cell: Convolution): Convolution {
  const data = cell.image.data.slice();
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { ...cell, image: { ...cell.image, data } };
}

/** They blur RGBA in place, so a run copies the picture first. */
export function canvasBlurContenders(cell: Convolution): Contender[] {
  const sigma = cell.blur?.sigma;
  const [height, width, channels] = cell.image.shape;
  if (sigma === undefined || channels !== 4) return [];
  const source = opaque(cell).image.data;
  return blurs()
    .filter(({ name, maxSigma }) => canvasBlurs.includes(name) && sigma <= maxSigma)
    .map(({ name, blur }) => {
      const data = new Uint8ClampedArray(source.length);
      const picture = { data, width, height };
      const answer = new Uint8Array(data.buffer);
      return localContender(name, 'out', () => {
        answer.set(source);
        blur(picture, sigma, picture);
        return [answer];
      });
    });
}
