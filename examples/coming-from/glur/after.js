import { gaussianBlur } from 'convolve-wasm';

export function blur({ data, width, height }, radius) {
  // glur blurs alpha like a colour. Leave `alpha` out, and the colours of clear pixels do not run into the others.
  return gaussianBlur({ data, width, height }, { sigma: radius, boundary: 'edge', alpha: 'filter' }); // a new image
}

export function blurGray16({ data, width, height }, radius) {
  return gaussianBlur({ data, width, height, channels: 1 }, { sigma: radius, boundary: 'edge' });
}
