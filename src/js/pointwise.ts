import type { Pointwise } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import { saturatorOf } from '../base/saturate.ts';
import { bytes, pixels, range, stretch } from './bytes.ts';
import { angles, lengths } from './gradient.ts';
import { gray } from './gray.ts';

export const pointwise: Pointwise = {
  reaches: () => true,
  room(dtype, length) {
    const elements = { dtype, data: new elementTypes[dtype].array(length), at: 0 };
    // Memory goes back when nobody refers to it.
    return { elements, dispose() {} };
  },
  gray,
  lengths,
  angles,
  range,
  bytes,
  stretch,
  pixels,
  narrow(source, count, into) {
    const saturated = saturatorOf(into.dtype);
    for (let i = 0; i < count; i++) into.data[into.at + i] = saturated(source.data[source.at + i] as number);
  },
};
