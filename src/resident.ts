import type { Backend } from './backend/backend.ts';
import { disposeSymbol, Holding } from './disposable.ts';
import { elementTypes } from './dtype.ts';
import { wrongKind } from './errors.ts';
import { giveBack, mayMove } from './moving.ts';
import type { DType, ResidentImage, TypedArrayOf } from './types.ts';

/** An image in a backend's memory. */
export function createResident<D extends DType>(
  backend: Backend,
  shape: readonly number[],
  dtype: D,
): ResidentImage<D> {
  const memory = backend.allocate(
    dtype,
    shape.reduce((product, length) => product * length, 1),
  );
  const bytes = elementTypes[dtype].bytes * shape.reduce((product, length) => product * length, 1);
  /** Where arrays of it begin in the memory's buffer, if there were any. */
  let byteOffset: number | undefined;
  const image = {
    shape: Object.freeze([...shape]),
    dtype,
    bytes,
    get data() {
      if (holding.isReleased) throw disposed('image');
      // Whatever refers to `image` here would keep it from ever becoming garbage: see `Holding`.
      const array = memory.array(this);
      mayMove(array, memory);
      byteOffset = array.byteOffset;
      return array as TypedArrayOf<ArrayBuffer>[D];
    },
    dispose: () => holding.release(),
    [disposeSymbol]: () => holding.release(),
  };
  const holding = new Holding(image, () => {
    if (byteOffset !== undefined) giveBack(memory.buffer(), byteOffset, bytes);
    memory.dispose();
  });
  return image;
}

export function disposed(name: string): TypeError {
  return wrongKind('ERR_DISPOSED', name, 'one that is in use', 'one that was disposed of');
}
