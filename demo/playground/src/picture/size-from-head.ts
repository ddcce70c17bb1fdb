import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { HEIF } from 'image-size/types/heif';
import { ICO } from 'image-size/types/ico';
import type { IImage, ISize } from 'image-size/types/interface';
import { JPG } from 'image-size/types/jpg';
import { JXL } from 'image-size/types/jxl';
import { JXLStream } from 'image-size/types/jxl-stream';
import { PNG } from 'image-size/types/png';
import { WEBP } from 'image-size/types/webp';

/** The formats that browsers show: the library knows as many others, which the page would load for nothing. */
const formats: readonly IImage[] = [PNG, JPG, WEBP, GIF, HEIF, BMP, ICO, JXL, JXLStream];

/** The size of a picture by its first bytes. It throws where they are of none that browsers show. */
export function sizeFromHead(head: Uint8Array): ISize {
  const format = formats.find(({ validate }) => validate(head));
  if (!format) throw new TypeError('an unknown format');
  const { images = [], ...size } = format.calculate(head);
  // One file may hold several: what counts is the memory of the largest.
  return images.reduce((largest, image) => (areaOf(image) > areaOf(largest) ? image : largest), size);
}

const areaOf = ({ width, height }: ISize) => width * height;
