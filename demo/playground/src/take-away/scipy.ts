import type { Boundary } from 'convolve-wasm';
import type { Call } from './call.ts';
import {
  castTo,
  dividedAndMoved,
  kept,
  kernelOf,
  limitsOf,
  loaded,
  mayRoundOtherwise,
  number,
  roundsOtherwise,
} from './python.ts';

/** The call in SciPy: by scipy.signal or scipy.ndimage where they know its boundary, else on a picture that NumPy has continued. */
export function scipy(call: Call): string {
  const { state, alpha, mayHaveNan } = call;
  const { module, lines } = filterOf(call);
  const { isColour } = state;
  return `${[
    '# pip install numpy scipy',
    'import numpy as np',
    `from scipy import ${module}`,
    '',
    ...limitsOf(call),
    ...(mayHaveNan && state.dilation.some((distance) => distance > 1)
      ? ['# Not reproduced: NaN spread through the zeros between the taps too.']
      : []),
    ...(mayRoundOtherwise(call) ? [roundsOtherwise] : []),
    ...loaded,
    '',
    ...kernelOf(call),
    '',
    '',
    'def filtered(channel, kernel):',
    ...lines.map((line) => `    ${line}`),
    '',
    '',
    isColour
      ? 'result = np.dstack([filtered(image[..., channel], kernel) for channel in range(image.shape[2])])'
      : 'result = filtered(image, kernel)',
    ...dividedAndMoved(call),
    ...(alpha === 'preserve' ? preserved(call) : []),
    ...kept(state),
    ...castTo(call),
    'print(result.shape, result.dtype)',
  ].join('\n')}\n`;
}

const signalNames: { readonly [rule in Boundary]?: string } = { fill: 'fill', wrap: 'wrap', symm: 'symm' };
const ndimageNames: { readonly [rule in Boundary]?: string } = { reflect: 'mirror', edge: 'nearest' };
const numpyNames: { readonly [rule in Boundary]: string } = {
  fill: 'constant',
  wrap: 'wrap',
  symm: 'symmetric',
  reflect: 'reflect',
  edge: 'edge',
};

function filterOf(call: Call): { readonly module: 'signal' | 'ndimage'; readonly lines: readonly string[] } {
  const { state, extent, mayHaveNan } = call;
  const { operation, mode, boundary, fillvalue } = state;
  const bySignal = `signal.${operation}(channel, kernel`;
  if (mode === 'valid') return { module: 'signal', lines: [`return ${bySignal}, mode='valid')`] };
  const rule = boundary[0] === boundary[1] && mode !== 'padding' ? boundary[0] : undefined;
  const signalName = rule && signalNames[rule];
  if (signalName) {
    const fill = rule === 'fill' && fillvalue !== 0 ? `, fillvalue=${number(fillvalue)}` : '';
    return {
      module: 'signal',
      lines: [`return ${bySignal}, mode='${mode}', boundary='${signalName}'${fill})`],
    };
  }
  const ndimageName = rule && ndimageNames[rule];
  // Its centre of even kernels is another one. And it skips taps of 0, through which NaN spread.
  if (ndimageName && mode === 'same' && extent.every((length) => length % 2 === 1) && !mayHaveNan) {
    const name = operation === 'convolve2d' ? 'convolve' : 'correlate';
    return { module: 'ndimage', lines: [`return ndimage.${name}(channel, kernel, mode='${ndimageName}')`] };
  }
  return { module: 'signal', lines: [...continued(call), `return ${bySignal}, mode='valid')`] };
}

/** Continues an array as far as results read. */
function continued({ state, added }: Call, name = 'channel'): string[] {
  const { mode, boundary, fillvalue } = state;
  if (mode === 'valid') return [];
  const [rows, columns] = added.map(([before, after]) => `(${before}, ${after})`);
  const pad = (widths: string, rule: Boundary) => {
    const fill = rule === 'fill' && fillvalue !== 0 ? `, constant_values=${number(fillvalue)}` : '';
    return `${name} = np.pad(${name}, (${widths}), mode='${numpyNames[rule]}'${fill})`;
  };
  return boundary[0] === boundary[1]
    ? [pad(`${rows}, ${columns}`, boundary[0])]
    : [pad(`${rows}, (0, 0)`, boundary[0]), pad(`(0, 0), ${columns}`, boundary[1])];
}

/** Alpha stays that of the pixel under the kernel's centre. */
function preserved(call: Call): string[] {
  if (call.state.mode === 'same') return ['result[..., 3] = image[..., 3]  # alpha stays'];
  const [down, across] = call.centre;
  return [
    "# Alpha stays that of the pixel under the kernel's centre.",
    'alpha = image[..., 3]',
    ...continued(call, 'alpha'),
    'rows, columns = result.shape[:2]',
    `result[..., 3] = alpha[${down}:${down} + rows, ${across}:${across} + columns]`,
  ];
}
