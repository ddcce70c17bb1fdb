import type { ConvolveOptions, PerAxis } from '../../src/base/types.ts';

export interface Size {
  readonly rows: number;
  readonly cols: number;
}

const pair = (value: PerAxis): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

/** The size of a result as docs/semantics.md has it; undefined where there is none. */
export function outputSize(
  image: Size,
  kernel: Size,
  { mode = 'full', padding, stride = 1, dilation = 1 }: ConvolveOptions,
): Size | undefined {
  const dilated = pair(dilation);
  const extents = [(kernel.rows - 1) * dilated[0] + 1, (kernel.cols - 1) * dilated[1] + 1];
  const lengths = [image.rows, image.cols];
  const margins = padding === undefined ? undefined : sides(padding);
  const isSwapped =
    mode === 'valid' &&
    padding === undefined &&
    extents.every((extent, axis) => extent >= lengths[axis]!) &&
    dilated.every((step) => step === 1);
  const [rows, cols] = lengths.map((length, axis) => {
    const extent = extents[axis]!;
    const whole = margins
      ? length + margins[axis]![0] + margins[axis]![1] - extent + 1
      : mode === 'full'
        ? length + extent - 1
        : mode === 'same'
          ? length
          : isSwapped
            ? extent - length + 1
            : length - extent + 1;
    return whole < 1 ? 0 : Math.floor((whole - 1) / pair(stride)[axis]!) + 1;
  }) as [number, number];
  return rows > 0 && cols > 0 ? { rows, cols } : undefined;
}

function sides(padding: NonNullable<ConvolveOptions['padding']>): readonly (readonly [number, number])[] {
  if (typeof padding === 'number') return sides([padding, padding]);
  return padding.map(pair);
}
