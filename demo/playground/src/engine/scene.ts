import { kernelRows } from '../kernel/kernel.ts';
import { isGenerated } from '../picture/generate.ts';
import { fetchedPicture, ownPicture } from '../picture/own.ts';
import type { State } from '../state/state.ts';
import type { PictureSource, Scene } from './protocol.ts';

/** The call of the package that a state describes. */
export function sceneOf(state: State): Scene {
  const { picture, maxSidePx, isColour, imageDType, mode, padding, dtype, alpha } = state;
  const { normalize, boundary, fillvalue, stride, dilation, delta, precision, nan, method } = state;
  return {
    picture: { source: sourceOf(picture), maxSidePx, isColour, dtype: imageDType },
    operation: state.operation,
    kernel: kernelRows(state.kernel),
    options: {
      ...(mode === 'padding' ? { padding } : { mode }),
      ...{ normalize, boundary, fillvalue, stride, dilation, delta, precision, nan, method },
      ...(dtype === 'auto' ? {} : { dtype }),
      ...(alpha === 'auto' || !hasColours(state) ? {} : { alpha }),
    },
    colourMap: state.colourMap,
  };
}

/** Samples that are computed are gray, whatever the state says. */
export function hasColours({ isColour, picture }: State): boolean {
  return isColour && !(picture.from === 'sample' && isGenerated(picture.name));
}

function sourceOf(choice: State['picture']): PictureSource {
  switch (choice.from) {
    case 'own':
      return { from: 'file', key: String(choice.id), blob: ownPicture(choice.id) };
    case 'address':
      return { from: 'address', key: choice.address, blob: fetchedPicture(choice.address) };
    case 'sample':
    case 'camera':
      return choice;
  }
}
