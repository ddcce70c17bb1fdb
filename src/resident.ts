import type { Backend } from './backend/backend.ts';
import { disposeSymbol, Holding } from './disposable.ts';
import { elementTypes } from './dtype.ts';
import { wrongKind } from './errors.ts';
import { giveBack, mayMove } from './moving.ts';
import type { DType, ResidentImage, TypedArrayOf } from './types.ts';

/** An image in a backend's memory, or in an ordinary array where the backend offers none. */
export function createResident<D extends DType>(
  backend: Backend,
  shape: readonly number[],
  dtype: D,
): ResidentImage<D> {
  const { array: ArrayType, bytes: elementBytes } = elementTypes[dtype];
  const length = shape.reduce((product, length) => product * length, 1);
  const bytes = elementBytes * length;
  const memory = backend.allocate(dtype, length);
  let ordinary = memory === null ? new ArrayType(length) : null;
  /** Where arrays of it begin in the memory's buffer, if there were any. */
  let byteOffset: number | undefined;
  const dispose = () => {
    ordinary = null;
    holding.release();
  };
  const image = {
    shape: Object.freeze([...shape]),
    dtype,
    bytes,
    get data() {
      if (holding.isReleased) throw disposed('image');
      if (memory === null) return ordinary as TypedArrayOf<ArrayBuffer>[D];
      // Whatever refers to `image` here would keep it from ever becoming garbage: see `Holding`.
      const array = memory.array(this);
      mayMove(array, memory);
      byteOffset = array.byteOffset;
      return array as TypedArrayOf<ArrayBuffer>[D];
    },
    dispose,
    [disposeSymbol]: dispose,
  };
  const holding = new Holding(
    image,
    memory &&
      (() => {
        if (byteOffset !== undefined) giveBack(memory.buffer(), byteOffset, bytes);
        memory.dispose();
      }),
  );
  return image;
}

export function disposed(name: string): TypeError {
  return wrongKind('ERR_DISPOSED', name, 'one that is in use', 'one that was disposed of');
}
