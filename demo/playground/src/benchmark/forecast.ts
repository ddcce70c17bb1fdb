import type { Convolution } from '../../../../bench/cells/cell.ts';
import { geometry } from '../../../../bench/cells/geometry.ts';
import { loopsContender } from '../../../../bench/contenders/loops.ts';

/** Large enough for the inner loops to be most of the work. */
const KERNEL_SIDE = 9;
const STRIP_ROWS = 32;

/** Seconds that the loops would take for a cell, from a strip of its image and a corner of its kernel. */
export async function loopsSeconds(cell: Convolution): Promise<number> {
  const sample: Convolution = { ...cell, ...cut(cell), calls: 1 };
  const contender = loopsContender(sample);
  // The first run pays for the compiler.
  await contender.once();
  const { time } = await contender.once();
  return ((time / 1000) * geometry(cell).macs) / geometry(sample).macs;
}

function cut({ image, kernel }: Convolution): Pick<Convolution, 'image' | 'kernel'> {
  const [imageRows, columns, channels = 1] = image.shape;
  const rows = Math.min(STRIP_ROWS, imageRows);
  const [down, across] = kernel.shape.map((side) => Math.min(side, KERNEL_SIDE)) as [number, number];
  return {
    image: {
      data: image.data.subarray(0, rows * columns * channels),
      shape: channels === 1 ? [rows, columns] : [rows, columns, channels],
    },
    kernel: { data: kernel.data.subarray(0, down * across), shape: [down, across] },
  };
}
