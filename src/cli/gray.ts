import type { NdArray } from '../types.ts';
import type { Picture } from './pictures.ts';

/** One channel: brightness without alpha. */
export function grayOf({ data, width, height, channels }: Picture): Picture {
  const gray = data.slice(0, width * height);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += channels) {
    gray[pixel] =
      channels < 3
        ? data[at]!
        : Math.round(0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!);
  }
  return { data: gray, width, height, channels: 1 };
}

export function fromPicture({ data, width, height }: Picture): NdArray {
  return { data, shape: [height, width] };
}
