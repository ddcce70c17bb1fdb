import type { Pointwise } from '../backend/pointwise.ts';

/** As the kernel of this name. */
export const sharpen: Pointwise['sharpen'] = (source, blurred, count, amount, threshold) => {
  const [elements, results] = [source.data, blurred.data];
  const round = blurred.dtype === 'float32' ? Math.fround : (value: number) => value;
  const [by, least] = [round(amount), round(threshold)];
  for (let i = 0; i < count; i++) {
    const element = elements[source.at + i] as number;
    const difference = round(element - (results[blurred.at + i] as number));
    const isFar = Math.abs(difference) > least;
    results[blurred.at + i] = isFar ? element + round(by * difference) : element;
  }
};
