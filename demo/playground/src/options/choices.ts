import type { Alpha, Boundary, DType, Method, Mode, NanTreatment, Operation, Precision } from 'convolve-wasm';

/* The values of each option, in the order in which the page lists them, and what the page calls them. */

export const operationTitles: { readonly [operation in Operation]: string } = {
  convolve2d: 'Convolve: the kernel is rotated by 180°',
  correlate2d: 'Correlate: the kernel as it is',
};

export const modeTitles: { readonly [mode in Mode | 'padding']: string } = {
  same: 'same: as large as the picture',
  full: 'full: all that the kernel touches',
  valid: 'valid: inside the picture only',
  padding: 'padding: rows and columns to add',
};

export const boundaryTitles: { readonly [boundary in Boundary]: string } = {
  fill: 'fill: one value',
  wrap: 'wrap: periodic',
  symm: 'symm: mirrored, edge repeated',
  reflect: 'reflect: mirrored, edge not repeated',
  edge: 'edge: edge pixel repeated',
};

export const dtypeTitles: { readonly [dtype in DType]: string } = {
  uint8clamped: 'uint8clamped: bytes of a canvas',
  uint8: 'uint8: 0 to 255',
  int8: 'int8: −128 to 127',
  uint16: 'uint16: 0 to 65,535',
  int16: 'int16: −32,768 to 32,767',
  uint32: 'uint32: 0 to 2^32 − 1',
  int32: 'int32: −2^31 to 2^31 − 1',
  float32: 'float32: about 7 digits',
  float64: 'float64: about 16 digits',
};

export const resultDTypeTitles: { readonly [dtype in DType | 'auto']: string } = {
  auto: 'by the picture',
  ...dtypeTitles,
};

export const precisionTitles: { readonly [precision in Precision]: string } = {
  exact: 'exact: integers are right',
  fast: 'fast: integers may be 1 off',
};

export const alphaTitles: { readonly [alpha in Alpha | 'auto']: string } = {
  auto: 'by the picture',
  preserve: "preserve: keep the picture's",
  premultiply: 'premultiply: weigh colours by it',
  filter: 'filter: like a colour',
};

export const nanTitles: { readonly [nan in NanTreatment]: string } = {
  propagate: 'propagate: NaN spread',
  ignore: 'ignore: leave NaN out',
};

export const methodTitles: { readonly [method in Method]: string } = {
  auto: 'auto: the fastest',
  direct: 'direct: a product for each tap',
  separable: 'separable: a pass down, a pass across',
  fft: 'fft: Fourier transforms',
  multirate: 'multirate: wide Gaussians',
};
