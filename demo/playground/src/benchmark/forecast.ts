import type { Convolution } from '../../../../bench/cells/cell.ts';
import { geometry } from '../../../../bench/cells/geometry.ts';
import { loopsContender } from '../../../../bench/contenders/loops.ts';

/** Enough rows for a small kernel to be timed. A larger kernel needs as many as it has. */
const MIN_ROWS = 16;

/** Seconds that the loops would take for a cell, from a strip of its image. */
export async function loopsSeconds(cell: Convolution): Promise<number> {
  const [rows, columns, channels = 1] = cell.image.shape;
  const stripRows = Math.min(rows, Math.max(MIN_ROWS, cell.kernel.shape[0]));
  const strip: Convolution = {
    ...cell,
    image: {
      data: cell.image.data.subarray(0, stripRows * columns * channels),
      shape: channels === 1 ? [stripRows, columns] : [stripRows, columns, channels],
    },
    calls: 1,
  };
  const contender = loopsContender(strip);
  // The first run pays for the compiler.
  await contender.once();
  const { time } = await contender.once();
  return ((time / 1000) * geometry(cell).macs) / geometry(strip).macs;
}
