import type { Boundary } from 'convolve-wasm';
import type { Call } from './call.ts';
import { castTo, kept, kernelOf, limitsOf, loaded, number } from './python.ts';

/** The call in SciPy: by scipy.signal or scipy.ndimage where they know its boundary, else on a picture that NumPy has continued. */
export function scipy(call: Call): string {
  const { state, alpha, mayHaveNan } = call;
  const { module, lines } = filterOf(call);
  const { isColour, delta } = state;
  return `${[
    '# pip install numpy scipy',
    'import numpy as np',
    `from scipy import ${module}`,
    '',
    ...limitsOf(call),
    ...(mayHaveNan && state.dilation.some((distance) => distance > 1)
      ? ['# Not reproduced: NaN spread through the zeros between the taps too.']
      : []),
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
    ...(delta === 0 ? [] : [`result = result + ${number(delta)}`]),
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

function continued({ state, added }: Call): string[] {
  const { boundary, fillvalue } = state;
  const [rows, columns] = added.map(([before, after]) => `(${before}, ${after})`);
  const pad = (widths: string, rule: Boundary) => {
    const fill = rule === 'fill' && fillvalue !== 0 ? `, constant_values=${number(fillvalue)}` : '';
    return `channel = np.pad(channel, (${widths}), mode='${numpyNames[rule]}'${fill})`;
  };
  return boundary[0] === boundary[1]
    ? [pad(`${rows}, ${columns}`, boundary[0])]
    : [pad(`${rows}, (0, 0)`, boundary[0]), pad(`(0, 0), ${columns}`, boundary[1])];
}

function preserved({ state, extent, centre }: Call): string[] {
  // `centre` is a place in the kernel as it slides.
  const [row, column] =
    state.operation === 'convolve2d' ? centre.map((at, axis) => extent[axis as 0 | 1] - 1 - at) : centre;
  return [
    "# Alpha stays that of the pixel under the kernel's centre.",
    'centre = np.zeros(kernel.shape)',
    `centre[${row}, ${column}] = 1`,
    'result[..., 3] = filtered(image[..., 3], centre)',
  ];
}
