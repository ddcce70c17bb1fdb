import type { PictureOperations } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import { bytes, pixels, range, stretch } from './bytes.ts';
import { gray } from './gray.ts';

/** Apart from the other operations, so that bundles can do without those. */
export const pictures: PictureOperations = {
  reaches: () => true,
  room(dtype, length) {
    const elements = { dtype, data: new elementTypes[dtype].array(length), at: 0 };
    // Memory goes back when nobody refers to it.
    return { elements, dispose() {} };
  },
  gray,
  range,
  bytes,
  stretch,
  pixels,
};
