import { blurMono16, blurRGBA } from 'glur';

export function blur({ data, width, height }, radius) {
  blurRGBA(data, width, height, radius); // in place
  return { data, width, height };
}

export function blurGray16({ data, width, height }, radius) {
  blurMono16(data, width, height, radius);
  return { data, width, height };
}
