import type { Pointwise } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import { narrow as narrowTo, type Sums } from './sums.ts';

export const widen: Pointwise['widen'] = (source, count, into) => {
  into.data.set(source.data.subarray(source.at, source.at + count), into.at);
};

export const narrow: Pointwise['narrow'] = (source, count, into) => {
  const { data, at, dtype } = into;
  const [least, greatest] = elementTypes[dtype].range as readonly [number, number];
  // An array that rounds half to even and saturates by itself.
  const type = greatest === 255 ? Uint8ClampedArray : elementTypes[dtype].array;
  const { bytes } = elementTypes[dtype];
  const integers = new type(data.buffer, data.byteOffset + at * bytes, count);
  const floats = source.data.subarray(source.at, source.at + count) as Sums;
  narrowTo(floats, count, least, greatest, integers);
};
