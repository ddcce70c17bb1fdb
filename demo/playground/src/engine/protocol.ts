import type { BackendInfo, BackendName, ConvolveOptions, DType, Explanation, Operation } from 'convolve-wasm';
import type { SampleName } from '../picture/samples.ts';
import type { ColourMap, Pair } from '../state/state.ts';

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

/** Numbers as pixels. */
export interface Raster {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Numbers that the ends of the colour bar stand for. */
  readonly low: number;
  readonly high: number;
  /** Of the colour bar; `colours`: the pixels have colours of their own. */
  readonly colourMap: Exclude<ColourMap, 'auto'> | 'colours';
}

export interface Shown {
  /** The picture with `before` rows and columns of its continuation above and left of it, and `after` below and right of it. */
  readonly picture: Raster & { readonly before: Pair<number>; readonly after: Pair<number> };
  readonly result: Raster & { readonly shape: readonly number[]; readonly dtype: DType };
  readonly explanation: Explanation;
  readonly info: BackendInfo;
  /** The time of the call alone. */
  readonly milliseconds: number;
}

/** One sum: what the kernel sees at an element of the result. */
export interface Probe {
  readonly at: Pair<number>;
  readonly channel: number;
  /** The row and column of the picture, negative before it, under each tap; and the tap as it is applied, after any flip. */
  readonly terms: readonly {
    readonly row: number;
    readonly column: number;
    readonly value: number;
    readonly tap: number;
    readonly product: number;
  }[];
  readonly delta: number;
  readonly sum: number;
  /** What the package answered there, after rounding and saturation to the type of the result. */
  readonly result: number;
}

/** What the worker does. Errors of the package come as errors with the same message. */
export interface Engine {
  show(scene: Scene): Promise<Shown>;
  /** Of the scene that was shown last. */
  probe(at: Pair<number>, channel: number): Promise<Probe>;
  /** The median time of a scene's call on a backend, in milliseconds. */
  time(scene: Scene, backend: BackendName): Promise<number>;
  info(): Promise<BackendInfo>;
}
