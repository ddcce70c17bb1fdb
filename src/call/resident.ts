import type { Backend, ResidentMemory } from '../backend/backend.ts';
import { disposeSymbol, Holding } from '../base/disposable.ts';
import { elementTypes } from '../base/dtype.ts';
import { wrongKind } from '../base/errors.ts';
import type { DType, ResidentImage, TypedArray, TypedArrayOf } from '../base/types.ts';
import { giveBack, mayMove } from '../io/moving.ts';

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
  const held = memory ?? ordinaryMemory(new ArrayType(length));
  /** Where arrays of it begin in the memory's buffer, if there were any. */
  let byteOffset: number | undefined;
  const dispose = () => {
    holding.release();
    if (memory === null) held.dispose();
  };
  const image = {
    shape: Object.freeze([...shape]),
    dtype,
    bytes,
    get data() {
      if (holding.isReleased) throw disposed('image');
      // Whatever refers to `image` here would keep it from ever becoming garbage: see `Holding`.
      const array = held.array(this);
      mayMove(array, held);
      byteOffset = array.byteOffset;
      return array as TypedArrayOf<ArrayBuffer>[D];
    },
    dispose,
    [disposeSymbol]: dispose,
  };
  // What the registry keeps until `image` is garbage must not keep an ordinary array.
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

function ordinaryMemory(array: TypedArray): ResidentMemory {
  const { buffer } = array;
  let kept: TypedArray | undefined = array;
  return {
    array: () => kept as TypedArray,
    buffer: () => buffer,
    isTaken: () => kept !== undefined,
    dispose() {
      kept = undefined;
    },
  };
}

export function disposed(name: string): TypeError {
  return wrongKind('ERR_DISPOSED', name, 'one that is in use', 'one that was disposed of');
}
