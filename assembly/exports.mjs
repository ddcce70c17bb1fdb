// The kernels that the binaries export, each with the element types that it is compiled for. Their arguments stand where they
// are written: in assembly/kernels. scripts/build-abi.mjs makes the exports, named direct_f32 or pad_u8_f32, and what calls
// them by name from TypeScript.

const floats = ['f32', 'f64'];
const integers = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32'];
const each = (types) => types.map((type) => [type]);
const pairs = (first, second) => first.flatMap((a) => second.map((b) => [a, b]));

export const kernels = {
  // Sums of integers.
  shortDirect: [['u8']],
  shortSeparable: [['u8']],
  binomial: [['u8']],
  dotDirect: each(['u8', 'i16', 'u16']),
  dotSeparable: [['u8']],
  roundedSeparable: [['u8']],
  box: [
    ['u8', 'i16'],
    ['u8', 'i32'],
    ['i16', 'i32'],
    ['u16', 'i32'],
  ],

  // Gaussians at several rates.
  decimate: [
    ['u8', 'i16'],
    ['i16', 'f32'],
  ],
  decimateFloats: each(floats),
  interpolate: each(['i16', 'u8']),
  interpolateFloats: each(floats),
  rowSums: each(floats),
  transpose: each(['i16', ...floats]),
  quantize: [[]],

  // Fourier transforms.
  forward: each(floats),
  inverse: each(floats),
  complexRows: each(floats),
  gather: each(floats),
  scatter: each(floats),
  multiply: each(floats),
  conjugate: each(floats),

  // Sums of floats, and what becomes of them.
  direct: each(floats),
  separable: each(floats),
  magnitude: each(floats),
  allFinite: each(floats),
  running: each(floats),
  nearTie: [['f64']],
  round: each(floats),
  divide: [['f64']],
  narrow: pairs(floats, integers),

  // Elements and pixels by themselves.
  gray: each([...floats, ...integers]),
  // Alpha, colours in linear light, unsharp masks.
  premultiply: each(floats),
  unpremultiply: each(floats),
  keepAlpha: [[]],
  makeOpaque: [[]],
  decode: each(floats),
  encode: each(floats),
  sharpen: each(floats),
  lengths: each(['i16', ...floats]),
  angles: each(['i16', ...floats]),
  range: each(floats),
  bytes: each(floats),
  stretch: each(floats),
  pixels: [[]],

  // Integer results of approximate sums. Those next to a tie are listed, and computed again in float64.
  narrowTies: each(['u8', 'i8', 'u16', 'i16']),
  directTies: each(['u8', 'i16', 'u16', 'f32']),
  separableTies: [['f32']],
  unfused: [['f64']],

  // Rows: borders, deinterleaving, subsampling, zeros.
  pad: pairs([...floats, ...integers], floats),
  deinterleave: each(floats),
  subsample: each(floats),
  clear: [[]],
};
