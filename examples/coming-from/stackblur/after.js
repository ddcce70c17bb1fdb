import { gaussianBlur } from 'convolve-wasm';

/** The Gaussian with the variance of a stack of this radius. */
function sigmaOf(radius) {
  return Math.sqrt((radius * (radius + 2)) / 6);
}

export function blur(imageData, radius) {
  return gaussianBlur(imageData, { sigma: sigmaOf(radius), boundary: 'edge' }); // a new image
}

export function blurColours(imageData, radius) {
  return gaussianBlur(imageData, { sigma: sigmaOf(radius), boundary: 'edge', alpha: 'preserve' });
}
