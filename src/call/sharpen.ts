import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { View } from '../io/view.ts';
import type { Sharpening } from '../problem/options.ts';
import type { Floats, RowChange } from './rows.ts';

/**
 * Makes an unsharp mask of blurred rows.
 *
 * @param fillsNan Whether an element that is missing becomes the blurred one.
 */
export function sharpen(
  image: View,
  dtype: Accumulator,
  { amount, threshold }: Sharpening,
  fillsNan: boolean,
): RowChange {
  const rowLength = image.columns * image.channels;
  let elements = new elementTypes[dtype].array(0) as Floats;
  return (blurred, length, firstRow) => {
    if (elements.length < length) elements = new elementTypes[dtype].array(length) as Floats;
    image.read(firstRow, length / rowLength, elements, 0, rowLength);
    for (let i = 0; i < length; i++) {
      const element = elements[i] as number;
      const difference = element - (blurred[i] as number);
      if (Math.abs(difference) > threshold) blurred[i] = element + amount * difference;
      else if (!(fillsNan && Number.isNaN(element))) blurred[i] = element;
    }
  };
}
