import type {
  BackendInfo,
  BackendName,
  ConvolveOptions,
  DType,
  Explanation,
  Operation,
  TypedArray,
} from 'convolve-wasm';
import type { SampleName } from '../picture/samples.ts';
import type { ColourMap, Pair } from '../state/state.ts';
import type { ColouredMap } from './colours.ts';
import type { Axes } from './geometry.ts';

/* What the page and its worker say to each other: plain data that can be posted. */

/**
 * The bytes of an encoded picture may travel with each scene: posting a blob copies no bytes. Without them the worker takes those
 * that it got before, or fetches them from the address that `key` is. `camera`: there is no frame of it.
 */
export type PictureSource =
  | { readonly from: 'sample'; readonly name: SampleName }
  | { readonly from: 'file' | 'address'; readonly key: string; readonly blob?: Blob | undefined }
  | { readonly from: 'frame'; readonly frame: ImageBitmap }
  | { readonly from: 'camera' };

export interface Picture {
  readonly source: PictureSource;
  readonly maxSidePx: number;
  readonly isColour: boolean;
  readonly dtype: DType;
}

/** A call of the package, and how its result is shown. */
export interface Scene {
  readonly picture: Picture;
  readonly operation: Operation;
  readonly kernel: readonly (readonly number[])[];
  /** Without `out`. */
  readonly options: Omit<ConvolveOptions, 'out'>;
  readonly colourMap: ColourMap;
}

/** Of the numbers of an image but its alpha. */
export interface Statistics {
  /** Of the finite numbers; 0 where there are none. */
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  readonly nanCount: number;
  readonly infinityCount: number;
  /** Whether some pixel is not opaque. */
  readonly isClear: boolean;
}

/** Numbers as pixels. */
export interface Raster {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Numbers that the ends of the colour bar stand for. */
  readonly low: number;
  readonly high: number;
  /** Of the colour bar; `colours`: the pixels have colours of their own. */
  readonly colourMap: ColouredMap | 'colours';
  /** Of the colour bar from its low to its high end, as words of four bytes. */
  readonly colours: Uint32Array;
  /** How many numbers have each colour of the bar: one list, or one each for red, green and blue. */
  readonly counts: readonly Uint32Array[];
  readonly statistics: Statistics;
}

/** The picture with `before` rows and columns of its continuation above and left of it, and `after` below and right of it. */
export interface PictureRaster extends Raster {
  readonly before: Pair<number>;
  readonly after: Pair<number>;
}

export interface Shown {
  readonly picture: PictureRaster;
  readonly result: Raster & { readonly shape: readonly number[]; readonly dtype: DType };
  /** The taps as they are applied: after any flip, and divided by their sum where they are normalized. */
  readonly kernel: Raster;
  /** Where the results lie on the picture. */
  readonly axes: Axes;
  readonly explanation: Explanation;
  readonly info: BackendInfo;
  /** The time of the call alone. */
  readonly milliseconds: number;
}

/** What an engine answers. `picture` is null where it looks as it did before. */
export interface Answer extends Omit<Shown, 'picture'> {
  readonly picture: PictureRaster | null;
}

/** Pixels that the page needs no more, for the engine to write the next ones to. */
export interface Spares {
  readonly picture?: ArrayBuffer;
  readonly result?: ArrayBuffer;
}

/** One element of the picture under a tap. */
export interface Term {
  /** Negative before the picture. */
  readonly row: number;
  readonly column: number;
  /** What the boundary rule gives there; multiplied by alpha where colours are weighted by it. */
  readonly value: number;
  /** As it is applied, after any flip. */
  readonly tap: number;
  readonly product: number;
  /** A NaN that is ignored. */
  readonly isSkipped: boolean;
}

/** One sum: what the kernel sees at an element of the result. */
export interface Probe {
  readonly at: Pair<number>;
  readonly channel: number;
  /** Rows and columns of `terms`. */
  readonly size: Pair<number>;
  readonly terms: readonly Term[];
  /** Of the products; NaN where all that has weight is ignored. */
  readonly sum: number;
  /**
   * What the sum is divided by: 1, but where NaN are ignored or colours are weighted by alpha. Where it is 0, all is clear, and
   * the colour 0.
   */
  readonly divisor: number;
  readonly delta: number;
  /** What becomes of alpha here: it weights the colours, or this channel is alpha and stays that of the picture. */
  readonly alpha: 'weights' | 'kept' | null;
  /** What the package answered there, after rounding and saturation to the type of the result. */
  readonly result: number;
}

/** Numbers with their shape: rows, columns and, if there are several, channels. */
export interface Numbers {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** What the worker does. Errors of the package come as errors with the same message. */
export interface Engine {
  show(scene: Scene, spares?: Spares): Promise<Answer>;
  /** Of the scene that was shown last. */
  probe(at: Pair<number>, channel: number): Promise<Probe>;
  /** The median time of a scene's call on a backend, in milliseconds. */
  time(scene: Scene, backend: BackendName): Promise<number>;
  info(): Promise<BackendInfo>;
  /** The picture or the result that was shown last, as numbers. */
  numbers(of: 'picture' | 'result'): Promise<Numbers>;
}
