/** Whole numbers that options take, from and to. Larger ones show nothing new, and make results that fill the memory. */
export const limits = {
  paddingPx: [0, 512],
  stride: [1, 32],
  dilation: [1, 64],
  /** The longest side of a picture. */
  maxSidePx: [1, 2048],
} as const satisfies Record<string, readonly [number, number]>;

/** A picture of the user's own goes into the address if its file is not larger. Some programs cut links of more than 8 KB. */
export const maxOwnBytes = 6 * 1024;
