import type { Accumulator } from '../base/dtype.ts';
import type { View } from '../io/view.ts';
import type { Sharpening } from '../problem/options.ts';
import { type Pointwise, ReachedRows, type Room } from './pointwise.ts';
import { chunkRows, type RowChange } from './rows.ts';

/** Makes unsharp masks of blurred rows, and of the rows of the image. */
export class Sharpener {
  readonly change: RowChange;
  readonly #rows: ReachedRows;
  readonly #room: Room;

  /**
   * Memory may grow. `dispose` gives back what this takes.
   *
   * @param top The row of the image that the first row of results lies on.
   * @param fillsNan Whether an element that is missing becomes the blurred one.
   */
  constructor(
    image: View,
    top: number,
    dtype: Accumulator,
    { amount, threshold }: Sharpening,
    fillsNan: boolean,
    pointwise: Pointwise,
  ) {
    const rowsAtOnce = chunkRows(image, dtype);
    const rowLength = image.columns * image.channels;
    const room = pointwise.room(dtype, rowsAtOnce * rowLength);
    this.#room = room;
    try {
      this.#rows = new ReachedRows(image, pointwise, rowsAtOnce);
    } catch (error) {
      room.dispose();
      throw error;
    }
    this.change = (blurred, count, firstRow) => {
      const { elements } = room;
      pointwise.widen(this.#rows.read(top + firstRow, count / rowLength), count, elements);
      if (fillsNan) {
        for (let i = 0; i < count; i++) {
          if (Number.isNaN(elements.data[elements.at + i])) {
            elements.data[elements.at + i] = blurred.data[blurred.at + i] as number;
          }
        }
      }
      pointwise.sharpen(elements, blurred, count, amount, threshold);
    };
  }

  dispose(): void {
    this.#rows.dispose();
    this.#room.dispose();
  }
}
