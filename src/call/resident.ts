import type { Backend, ResidentMemory } from '../backend/backend.ts';
import { disposeSymbol, Holding } from '../base/disposable.ts';
import { elementTypes } from '../base/dtype.ts';
import { wrongKind } from '../base/errors.ts';
import type { DType, ResidentImage, ResidentPixels, TypedArray, TypedArrayOf } from '../base/types.ts';
import { giveBack, mayMove } from '../io/moving.ts';

/** The size of a resident image, by the kind of container that it is. */
type Size =
  | { readonly shape: readonly number[] }
  | { readonly width: number; readonly height: number; readonly channels: number };

/**
 * An image in a backend's memory, or in an ordinary array where the backend offers none.
 *
 * @param backend Null: the image lies in memory that threads share.
 */
export function createResident<D extends DType>(
  backend: Backend | null,
  size: Size,
  dtype: D,
): ResidentImage<D, ArrayBufferLike> | ResidentPixels<D, ArrayBufferLike> {
  const { array: ArrayType, bytes: elementBytes } = elementTypes[dtype];
  const lengths = 'shape' in size ? size.shape : [size.height, size.width, size.channels];
  const length = lengths.reduce((product, length) => product * length, 1);
  const bytes = elementBytes * length;
  const memory = backend?.allocate(dtype, length) ?? null;
  const held = memory ?? ordinaryMemory(new ArrayType(bufferFor(backend, bytes), 0, length));
  /** Where arrays of it begin in the memory's buffer, if there were any. */
  let byteOffset: number | undefined;
  const dispose = () => {
    holding.release();
    if (memory === null) held.dispose();
  };
  const image = {
    ...('shape' in size ? { shape: Object.freeze([...size.shape]) } : size),
    dtype,
    bytes,
    get data() {
      if (holding.isReleased) throw disposed('image');
      // Whatever refers to `image` here would keep it from ever becoming garbage: see `Holding`.
      const array = held.array(this);
      mayMove(array, held);
      byteOffset = array.byteOffset;
      return array as TypedArrayOf[D];
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

function bufferFor(backend: Backend | null, bytes: number): ArrayBufferLike {
  return backend === null ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
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
