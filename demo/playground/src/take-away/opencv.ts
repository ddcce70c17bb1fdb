import type { Boundary } from 'convolve-wasm';
import type { Pair } from '../state/state.ts';
import type { Call } from './call.ts';
import {
  castTo,
  dividedAndMoved,
  isRounded,
  kept,
  kernelOf,
  limitsOf,
  loaded,
  mayRoundOtherwise,
  number,
  roundsOtherwise,
} from './python.ts';

const borders: { readonly [rule in Boundary]: string } = {
  fill: 'cv2.BORDER_CONSTANT',
  wrap: 'cv2.BORDER_WRAP',
  symm: 'cv2.BORDER_REFLECT',
  reflect: 'cv2.BORDER_REFLECT_101',
  edge: 'cv2.BORDER_REPLICATE',
};

/** The call in OpenCV: by filter2D alone where it knows the boundary, else on a picture that was continued before. */
export function opencv(call: Call): string {
  const { state, mayHaveNan, isSwapped } = call;
  const lines = isPlain(call) ? plain(call) : continued(call);
  return `${[
    '# pip install numpy opencv-python',
    'import cv2',
    'import numpy as np',
    '',
    ...limitsOf(call),
    ...(isSwapped
      ? ['# Not reproduced: OpenCV does not let picture and kernel trade places where the kernel is larger.']
      : []),
    ...(mayHaveNan ? nanLimits(call) : []),
    ...(mayRoundOtherwise(call) || (takesTransforms(call) && isRounded(call.dtype)) ? [roundsOtherwise] : []),
    ...loaded,
    '',
    ...kernelOf(call),
    ...(state.operation === 'convolve2d'
      ? ['kernel = cv2.flip(kernel, -1)  # filter2D does not rotate the kernel']
      : []),
    '',
    ...lines,
    ...dividedAndMoved(call),
    ...(call.alpha === 'preserve' ? [preserved(call)] : []),
    ...kept(state),
    ...castTo(call),
    'print(result.shape, result.dtype)',
  ].join('\n')}\n`;
}

/** OpenCV 5 does so for kernels of 50 elements or more. */
const takesTransforms = ({ extent }: Call) => extent[0] * extent[1] >= 50;

function nanLimits(call: Call): string[] {
  const { rows, state } = call;
  if (takesTransforms(call)) {
    return ['# Not reproduced: OpenCV takes Fourier transforms here, through which NaN spread further.'];
  }
  const hasZeros = rows.flat().includes(0) && state.nan === 'propagate';
  return hasZeros ? ['# Not reproduced: OpenCV skips taps of 0, so NaN do not spread through them.'] : [];
}

/** filter2D takes no fill value but 0, and wraps only where it takes Fourier transforms. */
function isPlain({ state: { mode, boundary, fillvalue } }: Call): boolean {
  const [rule, other] = boundary;
  return mode === 'same' && rule === other && rule !== 'wrap' && (rule !== 'fill' || fillvalue === 0);
}

function plain({ state, centre, extent }: Call): string[] {
  const { boundary } = state;
  const isMiddle = extent.every((length, axis) => 2 * centre[axis as 0 | 1] === length - 1);
  const options = [
    ...(isMiddle ? [] : [`anchor=(${centre[1]}, ${centre[0]})`]),
    `borderType=${borders[boundary[0]]}`,
  ];
  return [`result = cv2.filter2D(image, cv2.CV_64F, kernel, ${options.join(', ')})`];
}

function continued({ state, added, extent }: Call): string[] {
  const { boundary, fillvalue, isColour } = state;
  const pad = ([top, bottom]: Pair<number>, [left, right]: Pair<number>, rule: Boundary) => {
    const values = isColour ? `(${Array(4).fill(number(fillvalue)).join(', ')})` : number(fillvalue);
    const fill = rule === 'fill' && fillvalue !== 0 ? `, value=${values}` : '';
    return `image = cv2.copyMakeBorder(image, ${top}, ${bottom}, ${left}, ${right}, ${borders[rule]}${fill})`;
  };
  const [rows, columns] = added;
  const isLarger = added.flat().some((count) => count > 0);
  const pads =
    boundary[0] === boundary[1]
      ? [pad(rows, columns, boundary[0])]
      : [pad(rows, [0, 0], boundary[0]), pad([0, 0], columns, boundary[1])];
  return [
    ...(isLarger ? pads : []),
    `rows, columns = image.shape[0] - ${extent[0] - 1}, image.shape[1] - ${extent[1] - 1}`,
    'result = cv2.filter2D(image, cv2.CV_64F, kernel, anchor=(0, 0))',
    'result = result[:rows, :columns]  # where the kernel lies inside',
  ];
}

/** Alpha stays that of the pixel under the kernel's centre. */
function preserved(call: Call): string {
  const [down, across] = call.centre;
  const pixels = isPlain(call) ? '...' : `${down}:${down} + rows, ${across}:${across} + columns`;
  return `result[..., 3] = image[${pixels}, 3]  # alpha stays`;
}
