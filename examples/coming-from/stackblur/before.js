import { imageDataRGB, imageDataRGBA } from 'stackblur-canvas';

export function blur(imageData, radius) {
  const { width, height } = imageData;
  return imageDataRGBA(imageData, 0, 0, width, height, radius); // in place
}

export function blurColours(imageData, radius) {
  const { width, height } = imageData;
  return imageDataRGB(imageData, 0, 0, width, height, radius);
}
