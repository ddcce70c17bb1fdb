// Numbers that kernels and src/wasm share: scripts/build-abi.mjs copies them there. No types, so that they are both
// AssemblyScript and TypeScript.

/** A vector of WebAssembly's SIMD. */
export const VECTOR_BYTES = 16;

/** What `direct` computes of a row at a time: four vectors. */
export const TILE_BYTES = 64;
/** And, in two rows at a time, of rows that are long enough: five vectors. */
export const WIDE_TILE_BYTES = 80;

/** The shortest rows that `separable` takes: four vectors at a time of an image row, eight of a row of results. */
export const COLUMN_TILE_BYTES = 64;
export const ROW_TILE_BYTES = 128;

/** Rows that `roundedSeparable` has between its passes at a time. */
export const BLOCK_ROWS = 8;

/** The same of `binomial`, which reads four more rows for each block. */
export const BINOMIAL_ROWS = 16;

/** 16-bit elements of unsigned type are read as signed ones that are less by this: see assembly/lanes/widen.ts. */
export const UNSIGNED_OFFSET = 32768;

// The table that `requantize` reads, a list of i32 and f32: types of sums and of results, scaling, and numbers.
export const TYPE_I16 = 0;
export const TYPE_U16 = 1;
export const TYPE_I32 = 2;
export const TYPE_U8 = 3;
export const TYPE_F32 = 4;

/** Sums are results. */
export const SCALING_NONE = 0;
/** Sixteen-bit sums are divided by 2^6 or 2^8, halves to even; the sum plus a half has to fit. */
export const SCALING_SHIFT6 = 1;
export const SCALING_SHIFT8 = 2;
/** In float32, the product or quotient being less than 2^22 in magnitude. */
export const SCALING_MULTIPLY = 3;
export const SCALING_DIVIDE = 4;
/** By shifting, for sums in fixed point. Results next to a tie are listed. */
export const SCALING_FIXED = 5;

/** 1.5 * 2^23: added to a float32 below 2^22 in magnitude, it leaves the nearest integer, halves to even, in the low bits. */
export const MAGIC = 12582912;
